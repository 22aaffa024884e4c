import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { person } from "../site/people-file.ts";
import { nobodyKnown, preload } from "../site/preload.ts";
import { openSite, type Site, tokenOf } from "../site/site.ts";

async function openOne(): Promise<Site> {
	const site = await openSite();
	site.people.add("Analyst", person("Ada Byron"));
	return site;
}

/** What opens Sumo, in each of its forms. */
function secretsOf({ world }: Site): readonly string[] {
	const token = tokenOf(world);
	return [token, world.sumo.accessKey, `${world.sumo.accessId}:`];
}

// Beyond these, every program that the other tests run fails when it shows a secret: see `program.ts`.
describe("a secret", () => {
	it("is in no argument of any process while a run is under way", async () => {
		const site = await openOne();
		const held = site.tap.hold(({ method }) => method === "POST", "arrived");
		const program = site.startRun();
		await held.reached;
		const processes = execFileSync("ps", ["-A", "-ww", "-o", "pid,args"], { encoding: "utf8" });
		held.go();
		expect((await program.ended).code).toBe(0);
		expect(processes).toContain(`${program.pid} `);
		for (const secret of secretsOf(site)) expect(processes).not.toContain(secret);
	});

	it.each(["net", "fs,TLS", "ht*"])("is not printed by Node itself with NODE_DEBUG=%s", async (parts) => {
		const site = await openOne();
		const { code, err } = await site.start(["run", "--source", site.people.path, ...site.target], {
			env: { NODE_DEBUG: parts },
		}).ended;
		expect(code).toBe(2);
		expect(err).toMatch(/NODE_DEBUG makes Node print .*: unset it/);
		expect(site.tap.exchanges).toEqual([]);
	});

	it("that the server repeats in its answer is neither shown nor written down", async () => {
		const site = await openOne();
		const [token, accessKey] = secretsOf(site);
		for (const text of [`Bearer ${token} is bad`, JSON.stringify({ detail: `Bearer ${token} is bad` })]) {
			site.world.sumo.control.fault({ kind: "status", status: 400, method: "POST", text });
			const { code, entries } = await site.provision();
			expect(code).toBe(3);
			expect(entries.map(({ status }) => status)).toEqual(["failure"]);
			site.people.change("id-ada", { surname: `Byron ${text.length}` });
		}
		site.world.sumo.control.fault({ kind: "status", status: 401, text: `${token}` });
		const tested = await site.command("test-connection", "--source", site.people.path, ...site.target);
		expect(tested.code).toBe(1);
		expect(JSON.stringify(await site.log())).not.toContain(accessKey);
	});

	it("that a run got by environment is written to no file", async () => {
		const site = await openOne();
		await site.run();
		const files = readdirSync(site.home, { recursive: true, encoding: "utf8" })
			.map((name) => join(site.home, name))
			.filter((path) => statSync(path).isFile());
		expect(files.length).toBeGreaterThan(0);
		for (const path of files) {
			const content = readFileSync(path, "latin1");
			for (const secret of secretsOf(site)) expect(content).not.toContain(secret);
			expect(statSync(path).mode & 0o077).toBe(0);
		}
	});

	it("of the application that reads Entra is not shown when signing in fails, nor in a crash report of Node", async () => {
		const site = await openOne();
		const run = site.start(
			[
				...["run", "--source", "entra", "--tenant-id", "11111111-2222-3333-4444-555555555555"],
				...["--client-id", "66666666-7777-8888-9999-000000000000", "--application", "Sumo Logic"],
				...["--client-secret-env", "CLIENT_SECRET", ...site.target, "--json"],
			],
			{
				secrets: { CLIENT_SECRET: "8Q~not-a-real-client-secret-0123456789" },
				nodeOptions: [
					...nobodyKnown,
					...preload(
						'process.on("exit", () => process.stderr.write(JSON.stringify(process.report.getReport())));',
					),
				],
			},
		);
		const { code, out, err } = await run.ended;
		expect(code).toBe(1);
		expect(err).toContain("nodejsVersion");
		expect(out).toMatch(/Signing in to Entra failed: [^"]*login\.microsoftonline\.com/);
		expect(site.tap.exchanges).toEqual([]);
	});
});
