import { describe, expect, it } from "vitest";
import type { DriftProgress, DriftReport } from "../../../../src/engine/accounts/drift/drift.ts";
import { ScimError } from "../../../../src/scim/errors.ts";
import { scimUser } from "../../../../src/scim/resource.ts";
import { person } from "../../fake-directory.ts";
import { type FakeTarget, refusal } from "../../fake-target.ts";
import type { Choices } from "../../rules.ts";
import { type Setup, setUp } from "../../setup.ts";

const show = { repair: false, initiatedBy: "grace" } as const;
const repair = { repair: true, initiatedBy: "grace" } as const;

/** Changes an account outside the engine. */
function edit(target: FakeTarget, userName: string, change: Record<string, unknown>): void {
	const account = target.named(userName);
	if (!account) throw new Error(`no account ${userName}`);
	target.accounts.set(account.id, scimUser.parse({ ...account, ...change }));
}

function remove(target: FakeTarget, userName: string): void {
	const account = target.named(userName);
	if (account) target.accounts.delete(account.id);
}

/** Five provisioned users, one of them disabled at the source later; then accounts are changed in the target. */
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

describe("a drift check", () => {
	it("finds accounts that were changed, deactivated, deleted and activated in the target, logs each, and writes nothing", async () => {
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

	it("logs the same finding once, and again when it changes or returns", async () => {
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

	it("repairs all drift on request, as a cycle would, and then finds nothing", async () => {
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

	it("reports the repair of each finding, and its progress", async () => {
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

	it("repairs only the selected users, and requests no other account", async () => {
		const setup = await drifted();
		const { engine, target } = setup;
		const report = await engine.drift({ ...repair, only: new Set(["source-ada"]) });
		expect(kinds(report)).toEqual(["ada@example.com changed repaired"]);
		expect(report.compared).toBe(1);
		const ada = target.named("ada@example.com")?.id;
		// The account was read after its creation: only now, and after the repair, to see whether the change was applied.
		expect(target.calls).toEqual([`get ${ada}`, "update ada@example.com", `get ${ada}`]);
		expect(kinds(await engine.drift(show))).toHaveLength(3);
	});

	it("retries failed users when they are selected, and otherwise leaves them to their next attempt", async () => {
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

	it("logs a check that failed as a whole, with the whole error", async () => {
		const { engine, target, entries } = await drifted();
		target.fate = () => {
			throw new ScimError("host-unknown", "api.nowhere.example is not known");
		};
		await expect(engine.drift(show)).rejects.toThrow("not known");
		expect((await entries()).at(-1)).toMatchObject({
			action: "Cycle",
			status: "failure",
			error: { code: "NetworkError", reason: "api.nowhere.example is not known" },
			steps: [{ description: "The drift check failed: api.nowhere.example is not known." }],
		});
	});

	it("leaves changes at the source to the next cycle", async () => {
		const setup = await drifted();
		setup.directory.change("source-ada", { surname: "King" });
		setup.directory.put(person("Fay"), "User");
		const report = await setup.engine.drift(show);
		expect(report).toMatchObject({ compared: 4, pending: 1 });
		expect(kinds(report)).not.toContain("ada@example.com changed found");
		expect(await setup.engine.run()).toMatchObject({ created: 1, updated: 1 });
	});

	it("finds nothing when nothing was changed, released accounts included", async () => {
		const { engine, directory } = await setUp();
		for (const name of ["Ada", "Bob", "Cid"]) directory.put(person(name), "User");
		await engine.run();
		await directory.unassign("source-bob");
		await engine.run();
		expect(await engine.drift(repair)).toMatchObject({ compared: 2, found: [] });
	});

	it("does not repair what the deletion guard holds back", async () => {
		const guard = { enabled: true, count: 0, percent: 0 };
		const setup = await drifted({ settings: { deletionGuard: { enabled: false, count: 0, percent: 0 } } });
		const engine = setup.restart({ settings: { deletionGuard: guard } });
		expect(kinds(await engine.drift(repair))).toContain("dan@example.com reactivated held");
		expect(setup.target.named("dan@example.com")).toMatchObject({ active: true });
	});

	it("reports drift that the profile does not allow to repair", async () => {
		const setup = await drifted({ settings: { reactivation: "block" } });
		expect(kinds(await setup.engine.drift(repair))).toContain("bob@example.com deactivated failed");
		expect(setup.target.named("bob@example.com")).toMatchObject({ active: false });
	});

	it("is rejected until a cycle has compared all users with the current mappings", async () => {
		const setup = await drifted();
		const { engine } = await setUp();
		await expect(engine.drift(show)).rejects.toMatchObject({ code: "not-comparable" });
		const changed = setup.restart({ scope: { skipOutOfScopeDeletions: true } });
		await expect(changed.drift(show)).rejects.toMatchObject({ code: "not-comparable" });
	});
});

describe("drift checks after cycles", () => {
	it("run after every nth cycle, and repair only if the profile is set to", async () => {
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

	it("never run unless the profile is set to", async () => {
		const { engine, store } = await drifted();
		for (let index = 0; index < 5; index++) await engine.run();
		expect((await store.cycles(100)).some(({ kind }) => kind === "drift")).toBe(false);
	});
});
