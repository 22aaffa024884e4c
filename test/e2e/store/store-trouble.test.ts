import {
	closeSync,
	copyFileSync,
	existsSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
	writeSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { person } from "../site/people-file.ts";
import { openSite, type Site } from "../site/site.ts";

/** Two people are provisioned, and the store lies in the home. */
async function provisioned(): Promise<Site & { readonly store: string }> {
	const site = await openSite();
	site.people.add("Analyst", person("Ada Byron"), person("Bob Noyce"));
	expect((await site.provision()).code).toBe(0);
	const state = join(site.home, "state");
	const name = readdirSync(state).find((one) => one.endsWith(".sqlite"));
	return { ...site, store: join(state, String(name)) };
}

/** Writes over the middle of a file, as a failing disk does. */
function damage(file: string): void {
	const handle = openSync(file, "r+");
	for (let at = 4096; at + 4096 <= statSync(file).size; at += 8192)
		writeSync(handle, Buffer.alloc(4096, 7), 0, 4096, at);
	closeSync(handle);
}

const recover = (site: Site, ...more: readonly string[]) =>
	site.command("recover", "--home", site.home, ...more);
const names = (site: Site) =>
	site
		.accounts()
		.map(({ userName }) => userName)
		.sort();

describe("a store that is damaged", () => {
	it.each([
		["empty", (file: string) => writeFileSync(file, "")],
		["replaced by a folder", (file: string) => mkdirSync(file)],
	])("is refused and restored from its backup when it is %s", async (_, replace) => {
		const site = await provisioned();
		const log = await site.log();
		for (const companion of ["", "-wal", "-shm"]) rmSync(site.store + companion, { force: true });
		replace(site.store);
		const refused = await site.attempt();
		expect(refused.code).toBe(1);
		expect(refused.err).toContain(
			'is damaged or no store of sumo-provision. It was left as it is: "sumo-provision recover"',
		);
		expect(refused.err).toContain(`${site.store}.backup`);
		expect(existsSync(`${site.store}.backup`)).toBe(true);
		const recovered = await recover(site);
		expect(recovered, recovered.err).toMatchObject({ code: 0 });
		expect(await site.log()).toEqual(log);
		site.tap.forget();
		expect(await site.provision()).toMatchObject({ code: 0, summary: { created: 0 } });
		expect(site.tap.sent("POST")).toEqual([]);
	});

	it("is refused in a clear sentence, kept aside, and replaced by the backup of the last cycle that changed something", async () => {
		const site = await provisioned();
		site.people.add("User", person("Cid Ronan"));
		expect((await site.provision()).code).toBe(0);
		const log = await site.log();
		damage(site.store);
		const before = readFileSync(site.store);

		site.tap.forget();
		const refused = await site.startRun().ended;
		expect(refused).toMatchObject({ code: 1, out: "" });
		expect(refused.err).toMatch(
			/^sumo-provision: .*is damaged or no store of sumo-provision.*sumo-provision recover/,
		);
		expect(refused.err.trim().split("\n").length).toBe(1);
		expect(readFileSync(site.store).equals(before)).toBe(true);
		expect(site.tap.sent()).toEqual([]);

		const { code, out } = await site.start(["recover", "--home", site.home]).ended;
		expect(code).toBe(0);
		expect(out).toContain("The next cycle compares all users with the target");
		const kept = readdirSync(join(site.home, "state")).find((one) =>
			/\.corrupt-[^-]+-[^-]+-[^-]+-[^-]+-[\d.]+Z$/.test(one),
		);
		expect(readFileSync(join(site.home, "state", String(kept))).equals(before)).toBe(true);
		expect(await site.log()).toEqual(log);
		site.tap.forget();
		expect((await site.provision()).summary).toMatchObject({
			kind: "initial",
			created: 0,
			updated: 0,
			failed: 0,
		});
		expect(site.tap.sent()).toEqual([]);
	});

	it("loses no user and duplicates none when the backup is older than the last accounts", async () => {
		const site = await provisioned();
		const old = `${site.store}.old`;
		copyFileSync(`${site.store}.backup`, old);
		site.people.add("User", person("Cid Ronan"));
		await site.provision();
		copyFileSync(old, `${site.store}.backup`);
		damage(site.store);
		expect((await recover(site)).code).toBe(0);
		site.people.add("User", person("Dan Ingalls"));
		site.tap.forget();
		expect((await site.provision()).summary).toMatchObject({ created: 1, failed: 0 });
		expect(site.tap.sent("POST").length).toBe(1);
		expect(names(site)).toEqual(["ada@example.com", "bob@example.com", "cid@example.com", "dan@example.com"]);
		site.people.unassign("id-cid");
		expect((await site.provision()).summary).toMatchObject({ disabled: 1 });
	});

	it("stays unchanged without a backup, or with a damaged one", async () => {
		const site = await provisioned();
		damage(site.store);
		damage(`${site.store}.backup`);
		const before = readFileSync(site.store);
		const damaged = await recover(site);
		expect(damaged.code).toBe(1);
		expect(damaged.err).toContain("is damaged too. Nothing was changed.");
		expect(readFileSync(site.store).equals(before)).toBe(true);
	});
});

describe("a store that is not damaged", () => {
	it("is not replaced unless that is insisted on", async () => {
		const site = await provisioned();
		const refused = await recover(site);
		expect(refused.code).toBe(1);
		expect(refused.err).toMatch(/^sumo-provision: Nothing was changed: \S+ is not damaged. To replace it /);
		const forced = await recover(site, "--force", "--json");
		expect(forced.code).toBe(0);
		expect(JSON.parse(forced.out)).toMatchObject({
			file: site.store,
			kept: expect.stringContaining(".corrupt-"),
		});
		expect((await site.provision()).summary).toMatchObject({ created: 0, updated: 0, failed: 0 });
	});

	it("is backed up after a cycle that changed something, and not after one that did not", async () => {
		const site = await provisioned();
		const backup = `${site.store}.backup`;
		expect(existsSync(backup)).toBe(true);
		const { mtimeMs, ino } = statSync(backup);
		await site.provision();
		expect(statSync(backup)).toMatchObject({ mtimeMs, ino });
		site.people.change("id-ada", { surname: "Lovelace" });
		await site.provision();
		expect(statSync(backup).ino === ino && statSync(backup).mtimeMs === mtimeMs).toBe(false);
	});
});

describe("a store of a newer sumo-provision", () => {
	it("is refused, says what to do, and stays as it is", async () => {
		const site = await provisioned();
		const database = new DatabaseSync(site.store);
		database.exec('update "storeVersion" set version = 99');
		database.close();
		const before = readFileSync(site.store);
		for (const ended of [site.attempt(), recover(site)]) {
			const { code, out, err } = await ended;
			expect({ code, out }).toEqual({ code: 1, out: "" });
			expect(err).toMatch(
				/^sumo-provision: \S+ was written by a newer sumo-provision .*Update sumo-provision/,
			);
		}
		expect(readFileSync(site.store).equals(before)).toBe(true);
	});
});

it("a store that is deleted in the middle of a cycle ends it, and the next run does the rest once", async () => {
	const site = await provisioned();
	// More than can be created one by one in the 20 ms for which a confirmed lease is good.
	const newcomers = Array.from({ length: 200 }, (_, index) => person(`New${index} Comer`));
	site.people.add("User", ...newcomers);
	const { reached, go } = site.tap.hold(({ method }) => method === "POST", "arrived");
	const program = site.startRun("--concurrency", "1");
	await reached;
	rmSync(join(site.home, "state"), { recursive: true });
	go();
	const { code, out, err } = await program.ended;
	expect(code).toBe(1);
	const deleted = `${site.store} was deleted or moved while sumo-provision used it.`;
	expect(err).toContain(deleted);
	expect(JSON.parse(out.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({
		type: "summary",
		kind: "incremental",
		outcome: "failed",
		error: expect.stringContaining(deleted),
		stillFailing: null,
	});
	const created = site.accounts().length - 2;
	expect(created).toBeLessThan(newcomers.length);
	const { summary } = await site.provision();
	expect(summary).toMatchObject({
		created: newcomers.length - created,
		failed: 0,
		outcome: "completed",
	});
	expect(new Set(names(site)).size).toBe(2 + newcomers.length);
});
