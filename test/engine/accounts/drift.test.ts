import { describe, expect, it } from "vitest";
import type { DriftProgress, DriftReport } from "../../../src/engine/accounts/drift.ts";
import { scimUser } from "../../../src/scim/resource.ts";
import { person } from "../fake-directory.ts";
import { type FakeTarget, refusal } from "../fake-target.ts";
import type { Choices } from "../rules.ts";
import { type Setup, setUp } from "../setup.ts";

const show = { repair: false, initiatedBy: "grace" } as const;
const repair = { repair: true, initiatedBy: "grace" } as const;

/** Changes an account behind the engine's back. */
function edit(target: FakeTarget, userName: string, change: Record<string, unknown>): void {
	const account = target.named(userName);
	if (!account) throw new Error(`no account ${userName}`);
	target.accounts.set(account.id, scimUser.parse({ ...account, ...change }));
}

function remove(target: FakeTarget, userName: string): void {
	const account = target.named(userName);
	if (account) target.accounts.delete(account.id);
}

/** Five people who are provisioned, one of whom was disabled at the source later; then somebody works in the target. */
async function drifted(choices: Choices = {}): Promise<Setup> {
	const setup = await setUp(choices);
	const { engine, directory, target } = setup;
	for (const name of ["Ada", "Bob", "Cid", "Dan", "Eve"]) directory.put(person(name), "User");
	await engine.run();
	directory.change("source-dan", { accountEnabled: false });
	await engine.run();
	edit(target, "ada@example.com", { name: { givenName: "Ada", familyName: "Hacked" } });
	edit(target, "bob@example.com", { active: false });
	remove(target, "cid@example.com");
	edit(target, "dan@example.com", { active: true });
	target.calls.length = 0;
	return setup;
}

const writes = ({ target }: Setup) => target.calls.filter((call) => /^(create|update|delete)/.test(call));
const kinds = ({ found }: DriftReport) =>
	found.map(({ kind, source, outcome }) => `${source?.userName} ${kind} ${outcome}`);

describe("a comparison for drift", () => {
	it("finds who was changed, deactivated, deleted and activated in the target, logs each, and writes nothing", async () => {
		const setup = await drifted();
		const { engine, entries, store } = setup;
		const before = await store.state();
		const told = (await entries()).length;
		const report = await engine.drift(show);
		expect(kinds(report)).toEqual([
			"ada@example.com changed found",
			"bob@example.com deactivated found",
			"cid@example.com deleted found",
			"dan@example.com reactivated found",
		]);
		expect(report).toMatchObject({ compared: 5, pending: 0 });
		expect(report.found[0]?.changes).toEqual([{ name: "name.familyName", old: "Hacked", new: "Example" }]);
		expect(report.found[2]?.target).toMatchObject({ userName: "cid@example.com" });
		expect(writes(setup)).toEqual([]);
		expect(await store.state()).toEqual(before);
		const news = (await entries()).slice(told);
		expect(news.map(({ action, status, initiatedBy }) => [action, status, initiatedBy])).toEqual(
			Array(4).fill(["Other", "warning", "grace"]),
		);
		expect(news.every(({ cycleId }) => cycleId === report.cycleId)).toBe(true);
		expect(news.map(({ sequence }) => sequence).sort()).toEqual(
			report.found.map(({ entry }) => entry?.sequence).sort(),
		);
		expect(await store.cycles(1)).toMatchObject([{ kind: "drift", outcome: "completed" }]);
	});

	it("logs the same finding once, and again when it changed or came back", async () => {
		const { engine, entries, target } = await drifted();
		const logged = async () => {
			const before = (await entries()).length;
			const report = await engine.drift(show);
			expect(report.found.filter(({ entry }) => entry !== null).length).toBe(
				(await entries()).length - before,
			);
			return report.found.flatMap(({ source, entry }) => (entry === null ? [] : [source?.userName]));
		};
		expect((await logged()).length).toBe(4);
		expect(kinds(await engine.drift(show)).length).toBe(4);
		expect(await logged()).toEqual([]);
		edit(target, "ada@example.com", { name: { givenName: "Ada", familyName: "Cracked" } });
		expect(await logged()).toEqual(["ada@example.com"]);
		edit(target, "bob@example.com", { active: true });
		expect(await logged()).toEqual([]);
		edit(target, "bob@example.com", { active: false });
		expect(await logged()).toEqual(["bob@example.com"]);
		await engine.drift({ ...repair, only: new Set(["source-cid"]) });
		expect(await logged()).toEqual([]);
		remove(target, "cid@example.com");
		expect(await logged()).toEqual(["cid@example.com"]);
	});

	it("repairs all of it when asked, as a cycle would, and finds nothing afterwards", async () => {
		const setup = await drifted();
		const { engine, target, store, directory } = setup;
		const report = await engine.drift(repair);
		expect(kinds(report)).toEqual([
			"ada@example.com changed repaired",
			"bob@example.com deactivated repaired",
			"cid@example.com deleted repaired",
			"dan@example.com reactivated repaired",
		]);
		expect(report.counts).toMatchObject({ created: 1, updated: 1, enabled: 1, disabled: 1, failed: 0 });
		expect(report.found.map(({ entry }) => entry?.action)).toEqual(["Update", "Enable", "Create", "Disable"]);
		expect(target.named("ada@example.com")).toMatchObject({ name: { familyName: "Example" } });
		expect(target.named("bob@example.com")).toMatchObject({ active: true });
		expect(target.named("dan@example.com")).toMatchObject({ active: false });
		expect((await store.link("source-cid"))?.targetId).toBe(target.named("cid@example.com")?.id);
		expect((await engine.drift(repair)).found).toEqual([]);
		directory.touch();
		expect(await engine.run()).toMatchObject({ created: 0, updated: 0, enabled: 0, disabled: 0 });
	});

	it("says what mends each, and how far it is", async () => {
		const { engine } = await drifted();
		const told: string[] = [];
		const onProgress = ({ phase, done, total }: DriftProgress) => told.push(`${phase} ${done}/${total}`);
		const { found } = await engine.drift({ ...repair, onProgress });
		expect(found.map(({ mend }) => mend)).toEqual(["update", "enable", "create", "disable"]);
		expect(told).toEqual(
			expect.arrayContaining([
				"reading source 5/null",
				"reading target 4/4",
				"comparing 5/5",
				"repairing 4/4",
			]),
		);
	});

	it("repairs only those who were chosen, and asks the target for nobody else", async () => {
		const setup = await drifted();
		const { engine, target } = setup;
		const report = await engine.drift({ ...repair, only: new Set(["source-ada"]) });
		expect(kinds(report)).toEqual(["ada@example.com changed repaired"]);
		expect(report.compared).toBe(1);
		const ada = target.named("ada@example.com")?.id;
		expect(target.calls).toEqual([`get ${ada}`, "update ada@example.com"]);
		expect(kinds(await engine.drift(show))).toHaveLength(3);
	});

	it("tries those who failed again when they are chosen, and leaves them to their turn otherwise", async () => {
		const { engine, target, store } = await drifted();
		const only = new Set(["source-ada"]);
		target.fate = (call) => {
			if (call === "update") throw refusal("invalid", 400, "not today");
		};
		expect(kinds(await engine.drift({ ...repair, only }))).toEqual(["ada@example.com changed failed"]);
		target.fate = () => undefined;
		expect((await store.escrow()).map(({ sourceId }) => sourceId)).toEqual(["source-ada"]);
		expect(kinds(await engine.drift(show))).not.toContain("ada@example.com changed found");
		expect(kinds(await engine.drift({ ...repair, only }))).toEqual(["ada@example.com changed repaired"]);
		expect(await store.escrow()).toEqual([]);
	});

	it("leaves to the next cycle what changed at the source", async () => {
		const setup = await drifted();
		setup.directory.change("source-ada", { surname: "King" });
		setup.directory.put(person("Fay"), "User");
		const report = await setup.engine.drift(show);
		expect(report).toMatchObject({ compared: 4, pending: 1 });
		expect(kinds(report)).not.toContain("ada@example.com changed found");
		expect(await setup.engine.run()).toMatchObject({ created: 1, updated: 1 });
	});

	it("finds nothing where nothing was done, also of those who were released", async () => {
		const { engine, directory } = await setUp();
		for (const name of ["Ada", "Bob", "Cid"]) directory.put(person(name), "User");
		await engine.run();
		await directory.unassign("source-bob");
		await engine.run();
		expect(await engine.drift(repair)).toMatchObject({ compared: 2, found: [] });
	});

	it("does not repair what the guard against accidental deletions would hold back", async () => {
		const guard = { enabled: true, count: 0, percent: 0 };
		const setup = await drifted({ settings: { deletionGuard: { enabled: false, count: 0, percent: 0 } } });
		const engine = setup.restart({ settings: { deletionGuard: guard } });
		expect(kinds(await engine.drift(repair))).toContain("dan@example.com reactivated held");
		expect(setup.target.named("dan@example.com")).toMatchObject({ active: true });
	});

	it("shows what the profile would not let it mend", async () => {
		const setup = await drifted({ settings: { reactivation: "block" } });
		expect(kinds(await setup.engine.drift(repair))).toContain("bob@example.com deactivated failed");
		expect(setup.target.named("bob@example.com")).toMatchObject({ active: false });
	});

	it("is refused before a cycle has compared everybody with the present mappings", async () => {
		const setup = await drifted();
		const { engine } = await setUp();
		await expect(engine.drift(show)).rejects.toMatchObject({ code: "not-comparable" });
		const changed = setup.restart({ scope: { skipOutOfScopeDeletions: true } });
		await expect(changed.drift(show)).rejects.toMatchObject({ code: "not-comparable" });
	});
});

describe("drift in the course of cycles", () => {
	it("is looked for after every nth one, and repaired only if the profile says so", async () => {
		const setup = await drifted({ settings: { driftEvery: 3 } });
		const { engine, store, events, directory, target } = setup;
		const runs = async () => (await store.cycles(100)).map(({ kind }) => kind).reverse();
		await engine.run();
		expect(await runs()).toEqual(["initial", "incremental", "incremental"]);
		await engine.run();
		expect((await runs()).at(-1)).toBe("drift");
		expect(writes(setup)).toEqual([]);
		expect(events.findLast(({ type }) => type === "warning")).toMatchObject({
			message: "4 accounts were changed outside sumo-provision; nothing was repaired. The log names them.",
		});
		for (let index = 0; index < 3; index++) await engine.run();
		expect(events.filter(({ type }) => type === "warning").length).toBe(1);
		const mending = setup.restart({ settings: { driftEvery: 1, driftRepair: true } });
		directory.touch();
		await mending.run();
		expect(target.named("bob@example.com")).toMatchObject({ active: true });
		expect((await mending.drift(show)).found).toEqual([]);
	});

	it("is never looked for unless the profile says so", async () => {
		const { engine, store } = await drifted();
		for (let index = 0; index < 5; index++) await engine.run();
		expect((await store.cycles(100)).some(({ kind }) => kind === "drift")).toBe(false);
	});
});
