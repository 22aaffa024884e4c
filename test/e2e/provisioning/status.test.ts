import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { certificate } from "../../http/self-signed.ts";
import { runInProcess, skipWaits } from "../site/in-process.ts";
import { person } from "../site/people-file.ts";
import { run } from "../site/program.ts";
import { freshFolder, openSite, type Site } from "../site/site.ts";

const isoTime = z.iso.datetime();

/** What `status --json` promises to monitoring. */
const statusSchema = z.looseObject({
	type: z.literal("status"),
	schema: z.literal(1),
	time: isoTime,
	profile: z.string(),
	state: z.enum(["off", "on", "running", "paused", "quarantined"]),
	enabled: z.boolean(),
	runner: z.string().nullable(),
	runningCycle: z.looseObject({ kind: z.string(), startedAt: isoTime }).nullable(),
	lastCycle: z
		.looseObject({ outcome: z.string(), endedAt: isoTime, error: z.string().nullable() })
		.nullable(),
	nextCycle: isoTime.nullable(),
	overdue: z.boolean(),
	open: z.int(),
	counts: z.record(z.string(), z.int()),
	signIn: z.looseObject({ kind: z.string(), expires: isoTime, notice: z.string().nullable() }).nullable(),
	openMatters: z.array(
		z.looseObject({
			kind: z.string(),
			since: isoTime,
			attempts: z.int().nullable(),
			nextAttempt: isoTime.nullable(),
			reason: z.string(),
			recommendedAction: z.string(),
			command: z.string(),
		}),
	),
});

async function statusOf(site: Site) {
	const { code, out, err } = await site.command("status", "--home", site.home, "--json");
	expect(err).toBe("");
	return { code, ...statusSchema.parse(JSON.parse(out)) };
}

async function textOf(site: Site) {
	const { code, out } = await site.command("status", "--home", site.home);
	return { code, lines: out.trimEnd().split("\n") };
}

/** Content of every file in a folder. */
function digest(folder: string): Readonly<Record<string, string>> {
	const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
	const hash = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");
	return Object.fromEntries(
		files.map(({ parentPath, name }) => [join(parentPath, name), hash(join(parentPath, name))]),
	);
}

describe("sumo-provision status", () => {
	it("exits with 0 when nothing is open, and sends and writes nothing", async () => {
		const site = await openSite();
		site.people.add("Analyst", person("Ada Byron"));
		await site.provision();
		const sent = site.tap.exchanges.length;
		const before = digest(site.home);
		expect(await statusOf(site)).toMatchObject({
			code: 0,
			state: "off",
			open: 0,
			openMatters: [],
			lastCycle: { outcome: "completed", created: 1 },
		});
		const { code, lines } = await textOf(site);
		expect({ code, lines }).toEqual({
			code: 0,
			lines: [
				expect.stringMatching(/^default: Off\.$/),
				expect.stringMatching(/^Last cycle: initial, completed 20\S+Z \(.*\) after \d+ s: 1 created$/),
				"Next cycle: not scheduled here, because provisioning is Off.",
				"Nothing is open.",
			],
		});
		expect(digest(site.home)).toEqual(before);
		expect(site.tap.exchanges.length).toBe(sent);
	});

	it("shows who fails and the command that helps, with exit code 3, also after a run without changes", async () => {
		const site = await openSite();
		site.people.add("Analyst", person("Ada Byron"), person("Cid Ronan", { mail: null }));
		const first = await site.provision();
		expect(first).toMatchObject({ code: 3, summary: { failed: 1, stillFailing: 1, notReached: 0 } });
		const again = await site.provision();
		expect(again).toMatchObject({ code: 3, summary: { failed: 0, stillFailing: 1 } });
		expect((await site.provision("--plan")).code).toBe(3);
		expect(await statusOf(site)).toMatchObject({
			code: 3,
			open: 1,
			counts: {
				userFails: 1,
				cycleFailed: 0,
				paused: 0,
				quarantine: 0,
				changesHeldBack: 0,
				changeNotApplied: 0,
			},
			openMatters: [
				{
					kind: "userFails",
					code: "MandatoryFieldsMissing",
					user: { userName: "cid@example.com" },
					attempts: 1,
					command: expect.stringContaining("sumo-provision "),
				},
			],
		});
		const { code, lines } = await textOf(site);
		expect(code).toBe(3);
		expect(lines).toContainEqual(
			expect.stringMatching(
				/^! Cid Ronan <cid@example\.com> fails \(MandatoryFieldsMissing\), since .* \((?:now|.* ago)\), 1 attempt, next .*\(in 6 h\)$/,
			),
		);
		site.people.change("id-cid", { mail: "cid@example.com" });
		expect((await site.provision()).code).toBe(0);
		expect(await statusOf(site)).toMatchObject({ code: 0, open: 0 });
	});

	it("shows that no cycle can start without the credential, since when, and what to do, until one completes", async () => {
		const site = await openSite();
		site.people.add("Analyst", person("Ada Byron"));
		await site.provision();
		const target = site.target.map((word) => (word === "SCIM_TOKEN" ? "UNSET_TOKEN" : word));
		const withoutToken = () => site.command("run", "--source", site.people.path, ...target);
		expect((await withoutToken()).code).toBe(2);
		expect((await withoutToken()).code).toBe(2);
		expect(await statusOf(site)).toMatchObject({
			code: 3,
			lastCycle: { outcome: "failed", error: expect.stringContaining("UNSET_TOKEN") },
			openMatters: [
				{
					kind: "cycleFailed",
					code: "InvalidCredentials",
					attempts: 2,
					recommendedAction: expect.stringContaining("access ID and access key"),
				},
			],
		});
		expect((await site.provision()).code).toBe(0);
		expect(await statusOf(site)).toMatchObject({ code: 0, open: 0 });
	});

	it("shows that no cycle can start because of a file of the profile, until one completes", async () => {
		const site = await openSite();
		site.people.add("Analyst", person("Ada Byron"));
		const caFile = join(freshFolder(), "ca.pem");
		writeFileSync(caFile, certificate);
		const opening = ["--source", site.people.path, ...site.target];
		expect((await site.command("settings", "set", "caFile", caFile, ...opening)).code).toBe(0);
		expect((await site.provision()).code).toBe(0);
		rmSync(caFile);
		expect((await site.attempt()).code).toBe(1);
		const failed = { kind: "cycleFailed", code: "StoreFailed", attempts: 1 };
		expect(await statusOf(site)).toMatchObject({
			code: 3,
			lastCycle: { outcome: "failed", error: expect.stringContaining(caFile) },
			openMatters: [failed],
		});
		const saved = readFileSync(join(site.home, "config.json"), "utf8");
		writeFileSync(
			join(site.home, "config.json"),
			saved.replace('"deployment": "custom"', '"deployment": "zz"'),
		);
		expect((await site.attempt()).code).toBe(1);
		const [first, second] = (await statusOf(site)).openMatters;
		expect(first).toMatchObject({ ...failed, attempts: 2 });
		expect(first?.reason).toMatch(
			/config\.json, profile default: target\.deployment: must be one of us1, us2/,
		);
		expect(second).toBeUndefined();
		writeFileSync(join(site.home, "config.json"), saved);
		writeFileSync(caFile, certificate);
		expect((await site.provision()).code).toBe(0);
		expect(await statusOf(site)).toMatchObject({ code: 0, open: 0 });
	});

	it("fits on a screen of 80 by 24 with many who fail, and counts the rest", async () => {
		const site = await openSite();
		for (let number = 0; number < 30; number += 1)
			site.people.add("Analyst", person(`User${number} Nomail`, { mail: null }));
		await site.provision();
		const { lines } = await textOf(site);
		expect(lines.at(-1)).toBe("and 27 more users. Run `sumo-provision failures` to list them.");
		const rows = lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 80)), 0);
		expect(rows).toBeLessThanOrEqual(23);
	});

	it("keeps cycles that failed as a whole, with the whole error, until one completes", async () => {
		const site = await openSite();
		site.people.add("Analyst", person("Ada Byron"));
		expect((await site.provision()).code).toBe(0);
		const text = readFileSync(site.people.path, "utf8");
		rmSync(site.people.path);
		for (let attempt = 1; attempt <= 2; attempt += 1) {
			const failed = await site.attempt();
			expect(failed.code).not.toBe(0);
			expect(await statusOf(site)).toMatchObject({
				code: 3,
				lastCycle: { outcome: "failed" },
				openMatters: [
					{
						kind: "cycleFailed",
						code: "SourceUnavailable",
						attempts: attempt,
						recommendedAction: "Fix the file, or write it again. Then run the cycle again.",
						command: expect.stringContaining(`sumo-provision source check ${site.people.path}`),
					},
				],
			});
		}
		const entries = (await site.log()).filter(({ action }) => action === "Cycle");
		expect(entries).toMatchObject([
			{
				status: "failure",
				error: { code: "SourceUnavailable", reason: expect.stringContaining("users.json") },
			},
			{ status: "failure", error: { code: "SourceUnavailable" } },
		]);
		writeFileSync(site.people.path, text);
		expect((await site.provision()).code).toBe(0);
		expect(await statusOf(site)).toMatchObject({ code: 0, open: 0 });
	});

	it("shows a quarantine, and held-back changes with who they concern", async () => {
		const site = await openSite();
		const names = ["Ada", "Bob", "Cid", "Dan", "Eve"];
		site.people.add("Analyst", ...names.map((name) => person(`${name} Byron`)));
		await site.provision();
		for (const name of ["ada", "bob"]) site.people.change(`id-${name}`, { accountEnabled: false });
		const held = await site.provision("--deletion-guard", "1,0%");
		expect(held.summary.staged).toBe(2);
		expect(await statusOf(site)).toMatchObject({
			code: 3,
			openMatters: [{ kind: "changesHeldBack", count: 2, attempts: null, nextAttempt: null }],
		});
		const { lines } = await textOf(site);
		expect(lines).toContainEqual(
			expect.stringMatching(/^! Held back: Ada Byron <.*>, Bob Byron <.*>, since /),
		);
		expect(lines.join("\n")).toContain("sumo-provision deletions --allow");
		skipWaits();
		const refused = await runInProcess(["run", "--source", site.people.path, ...site.target, "--json"], {
			secrets: { SCIM_TOKEN: Buffer.from("suRefusedAccessId:refusedAccessKey0000").toString("base64") },
		});
		expect(refused.code).toBe(1);
		expect(await statusOf(site)).toMatchObject({
			code: 3,
			state: "quarantined",
			openMatters: [
				{ kind: "quarantine", code: "InvalidCredentials", attempts: 1 },
				{ kind: "changesHeldBack" },
			],
		});
	});

	it("works while another process runs the profile, and names it", async () => {
		const site = await openSite();
		site.people.add("Analyst", person("Ada Byron"), person("Bob Noyce"));
		const held = site.tap.hold(({ method }) => method === "POST", "arrived");
		const running = site.startRun();
		await held.reached;
		expect(await statusOf(site)).toMatchObject({
			code: 0,
			state: "running",
			runner: expect.stringContaining("process"),
			runningCycle: { kind: "initial" },
		});
		running.kill("SIGKILL");
		await running.ended;
		held.drop();
		expect(await statusOf(site)).toMatchObject({
			...{ state: "off", runner: null, runningCycle: null, lastCycle: null },
			interruptedCycle: {
				...{ kind: "initial", holder: expect.stringContaining(`process ${running.pid}`) },
				...{ changed: 0, failed: 0, open: expect.any(Number) },
			},
		});
		const text = (await textOf(site)).lines.join("\n");
		expect(text).toMatch(/[12] changes? to check in the target/);
		expect(text).toContain("The next cycle continues from there. Run `sumo-provision run`.");
		expect(text).toContain("Last cycle: none has completed yet.");
		expect((await site.provision()).code).toBe(0);
		expect((await site.log()).filter(({ action }) => action === "Cycle")).toMatchObject([
			{ status: "warning", error: null },
		]);
	});

	it("refuses a profile that does not exist, so that monitoring does not stay green for a typing error", async () => {
		const { code, out, err } = await run(["status", "--home", freshFolder(), "--profile", "prodution"]);
		expect({ code, out }).toEqual({ code: 1, out: "" });
		expect(err).toContain("The profile prodution does not exist");
	});
});
