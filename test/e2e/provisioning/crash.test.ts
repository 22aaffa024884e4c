import { describe, expect, it } from "vitest";
import { person } from "../site/people-file.ts";
import type { Program } from "../site/program.ts";
import { type Entry, entriesIn, linesOf, openSite, type Site } from "../site/site.ts";
import type { Exchange } from "../site/tap.ts";

const newcomers = Array.from({ length: 14 }, (_, index) => `New${String.fromCharCode(97 + index)} Comer`);

/** Four people are provisioned; since then one has another name, two have left, and fourteen have come. */
async function openChanged(): Promise<Site> {
	const site = await openSite();
	const { people } = site;
	people.add("Analyst", person("Ada Byron"), person("Bob Noyce"), person("Cid Ronan"), person("Dan Ingalls"));
	await site.provision();
	people.change("id-ada", { surname: "Lovelace" });
	people.unassign("id-bob");
	people.change("id-cid", { accountEnabled: false });
	people.add("User", ...newcomers.map((name) => person(name)));
	return site;
}

/** All that is ever done on such a site, each once. */
const everything = [
	...["ada", "bob", "cid", "dan", ...newcomers.map((name) => name.slice(0, 4).toLowerCase())].map(
		(name) => `Create ${name}@example.com`,
	),
	"Update ada@example.com",
	"Disable bob@example.com",
	"Disable cid@example.com",
].sort();

function done(entries: readonly Entry[]): readonly string[] {
	return entries
		.filter(({ status }) => status === "success")
		.map(({ action, source }) => `${action} ${source?.userName}`)
		.sort();
}

/** Nothing is lost, nothing is double: in Sumo, in what was sent, and in the log, which holds all that was ever told. */
async function expectWhole(site: Site, told: readonly Entry[]): Promise<void> {
	const accounts = site.accounts();
	expect(accounts.map(({ userName }) => userName).sort()).toEqual(
		[...new Set(accounts.map(({ userName }) => userName))].sort(),
	);
	expect(accounts.length).toBe(4 + newcomers.length);
	expect(
		accounts
			.filter(({ active }) => !active)
			.map(({ userName }) => userName)
			.sort(),
	).toEqual(["bob@example.com", "cid@example.com"]);
	expect(site.world.sumo.control.user("ada@example.com")).toMatchObject({ familyName: "Lovelace" });
	expect(site.tap.sent("POST").filter(({ status }) => status === 201).length).toBe(4 + newcomers.length);

	const log = await site.log();
	expect(log.map(({ sequence }) => sequence)).toEqual(log.map((_, index) => index + 1));
	expect(new Set(log.map(({ changeId }) => changeId)).size).toBe(log.length);
	expect(done(log)).toEqual(everything);
	expect(log).toEqual(expect.arrayContaining([...told]));

	site.tap.forget();
	const { code, summary } = await site.provision();
	expect(code).toBe(0);
	expect(summary).toMatchObject({ created: 0, updated: 0, disabled: 0, enabled: 0, deleted: 0, failed: 0 });
	expect(site.tap.sent()).toEqual([]);
}

/** Kills a run without warning, and returns the log entries that it told of. */
async function killed(program: Program): Promise<readonly Entry[]> {
	program.kill("SIGKILL");
	expect(await program.ended).toMatchObject({ code: null, signal: "SIGKILL" });
	return entriesIn(linesOf(program.lines));
}

const method =
	(wanted: string, part = "") =>
	({ method, body }: Exchange) =>
		method === wanted && JSON.stringify(body ?? null).includes(part);

describe("a run that is killed", () => {
	it.each([
		["while it reads who is in Sumo", method("GET"), "answered", 1, "drop"],
		["before its first creation has reached Sumo", method("POST"), "arrived", 1, "drop"],
		[
			"before a creation has reached Sumo, which carries it out all the same",
			method("POST"),
			"arrived",
			1,
			"go",
		],
		[
			"when Sumo has created somebody and the answer is on its way",
			method("POST", "newg@"),
			"answered",
			1,
			"drop",
		],
		["when Sumo has created ten at once and answered none", method("POST"), "answered", 10, "drop"],
		[
			"when Sumo has changed somebody and the answer is on its way",
			method("PATCH", "Lovelace"),
			"answered",
			1,
			"drop",
		],
		["before a change has reached Sumo", method("PATCH", "Lovelace"), "arrived", 1, "drop"],
		[
			"when Sumo has deactivated somebody and the answer is on its way",
			method("PATCH", "active"),
			"answered",
			1,
			"drop",
		],
		[
			"before two deactivations have reached Sumo, which carries them out all the same",
			method("PATCH", "active"),
			"arrived",
			2,
			"go",
		],
	] as const)("%s loses nothing and doubles nothing", async (_, fits, moment, count, fate) => {
		const site = await openChanged();
		const held = site.tap.hold(fits, moment, count);
		const program = site.startRun();
		await held.reached;
		const told = await killed(program);
		held[fate]();
		await site.tap.idle();
		const { code, summary } = await site.provision();
		expect(code).toBe(0);
		expect(summary).toMatchObject({ outcome: "completed", failed: 0 });
		await expectWhole(site, told);
	});

	it.each([
		["after it has told of seven changes", (line: string) => line.startsWith('{"type":"entry"'), 7],
		[
			"when all is done but its end is not written",
			(line: string) => line.includes('"phase":"finishing"'),
			1,
		],
	])("%s loses nothing and doubles nothing", async (_, fits, count) => {
		const site = await openChanged();
		// The last deactivation waits, so that the run cannot come to its end before it is killed.
		const held = count > 1 ? site.tap.hold(method("PATCH", "active"), "arrived", 2) : undefined;
		const program = site.startRun();
		await program.until(fits, count);
		program.kill("SIGKILL");
		await program.ended;
		held?.drop();
		await site.tap.idle();
		expect((await site.provision()).code).toBe(0);
		await expectWhole(site, entriesIn(linesOf(program.lines)));
	});

	it("may be killed again while it finds out what became of its requests", async () => {
		const site = await openChanged();
		const creations = site.tap.hold(method("POST"), "answered", 10);
		const first = site.startRun();
		await creations.reached;
		const told = await killed(first);
		creations.drop();
		await site.tap.idle();
		const questions = site.tap.hold(method("GET"), "answered");
		const second = site.startRun();
		await questions.reached;
		const toldNext = await killed(second);
		questions.drop();
		await site.tap.idle();
		expect((await site.provision()).code).toBe(0);
		await expectWhole(site, [...told, ...toldNext]);
	});
});

describe("a run that is interrupted", () => {
	it("by Ctrl+C records in-flight requests, starts nothing more, and is completed by the next run", async () => {
		const site = await openChanged();
		const held = site.tap.hold(method("POST"), "answered", 3);
		const program = site.startRun("--concurrency", "3");
		await held.reached;
		program.kill("SIGINT");
		await program.says("Interrupted: finishing in-flight requests.");
		held.go();
		const { code, out } = await program.ended;
		expect(code).toBe(1);
		const told = entriesIn(linesOf(out));
		const counts = { created: 3, updated: 1, disabled: 0, failed: 0 };
		expect(linesOf(out).at(-1)).toMatchObject({ type: "summary", outcome: "interrupted", ...counts });
		expect(told.map(({ action, status }) => `${action} ${status}`).sort()).toEqual([
			...Array(3).fill("Create success"),
			"Cycle warning",
			"Update success",
		]);
		const { code: next, summary } = await site.provision();
		expect(next).toBe(0);
		expect(summary).toMatchObject({ created: newcomers.length - 3, disabled: 2, failed: 0 });
		await expectWhole(site, told);
	});

	it("by Ctrl+C twice ends at once, though Sumo does not answer, and loses nothing", async () => {
		const site = await openChanged();
		const held = site.tap.hold(method("POST"), "answered", 3);
		const program = site.startRun("--concurrency", "3");
		await held.reached;
		program.kill("SIGINT");
		await program.says("Interrupt again to end immediately");
		program.kill("SIGINT");
		expect(await program.ended).toMatchObject({ signal: "SIGINT" });
		held.drop();
		await site.tap.idle();
		expect((await site.provision()).code).toBe(0);
		await expectWhole(site, []);
	});
});

describe("a profile that another process runs", () => {
	it("may be looked at and not run, and is free at once when that process was killed", async () => {
		const site = await openChanged();
		// No write of the first process, the update included, is answered: it can neither send nor log anything more.
		const held = site.tap.hold(({ method }) => method !== "GET", "answered", 10);
		const program = site.startRun();
		await held.reached;
		const before = site.tap.exchanges.length;
		const log = await site.log();

		const second = await site.startRun().ended;
		expect({ code: second.code, out: second.out }).toEqual({ code: 1, out: "" });
		expect(second.err).toMatch(
			new RegExp(
				`^sumo-provision: Another process runs this profile: \\S+, process ${program.pid} \\(\\w+-\\w+\\), since `,
			),
		);
		expect(site.tap.exchanges.length).toBe(before);
		expect(await site.log()).toEqual(log);

		const told = await killed(program);
		held.drop();
		await site.tap.idle();
		expect((await site.provision()).code).toBe(0);
		await expectWhole(site, told);
	});
});
