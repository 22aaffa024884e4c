import { describe, expect, it } from "vitest";
import type { ScimUser } from "../../../src/scim/resource.ts";
import { hour } from "../fake-clock.ts";
import { person } from "../fake-directory.ts";
import { refusal } from "../fake-target.ts";
import { dieAt } from "../recovery/interrupted.ts";
import { type Setup, setUp } from "../setup.ts";

const byHand = { operator: "grace", removal: null };
const ada = { targetId: "account-1", userName: "ada@example.com", assignedAgain: null };
const adaAgain = { ...ada, assignedAgain: { sourceId: "source-ada", displayName: "Ada Example" } };
const toCaller = { kind: "to-caller" } as const;

/** Ada has an account, then the source deletes her. The target answers deletions with success and does `instead`. */
async function withAdaDeleted(instead: (account: ScimUser) => ScimUser): Promise<Setup> {
	const setup = await setUp({ settings: { hardDelete: "delete" } });
	setup.directory.put(person("Ada"), "User");
	await setup.engine.run();
	keep(setup, instead);
	setup.directory.remove("source-ada");
	return setup;
}

function keep({ target }: Setup, instead: (account: ScimUser) => ScimUser = (account) => account): void {
	target.keptByDeletion = instead;
}

const deactivated = (account: ScimUser): ScimUser => ({ ...account, active: false });

describe("a deletion that the target answers with success while it keeps the account", () => {
	it("is a warning that names the account, and an open matter", async () => {
		const { engine, store, entries } = await withAdaDeleted((account) => account);
		expect(await engine.run()).toMatchObject({ outcome: "completed", deleted: 0, failed: 0, notApplied: 1 });
		expect((await entries()).at(-1)).toMatchObject({
			action: "Delete",
			status: "warning",
			modifiedProperties: [],
			error: {
				code: "AcceptedButNotApplied",
				reason: expect.stringMatching(/account-1 still exists; accepted but not applied: deletion/),
			},
		});
		expect(await store.escrow()).toMatchObject([{ code: "AcceptedButNotApplied", sourceId: "source-ada" }]);
		expect(await store.link("source-ada")).toMatchObject({ targetId: "account-1", state: "managed" });
		expect(await store.openIntents()).toEqual([]);
	});

	it("is not taken for deleted when it is only deactivated: what took effect is logged", async () => {
		const { engine, entries, store } = await withAdaDeleted(deactivated);
		expect(await engine.run()).toMatchObject({ deleted: 0, notApplied: 1 });
		expect((await entries()).at(-1)).toMatchObject({
			status: "warning",
			modifiedProperties: [{ name: "active", old: "True", new: "False" }],
			error: { reason: expect.stringContaining("still exists, deactivated") },
		});
		expect(await store.link("source-ada")).toMatchObject({ state: "managed" });
	});

	it.each([false, true])(
		"is retried by the rule for failures, as a deletion (a source with a recycle bin: %s)",
		async (hasBin) => {
			const setup = await withAdaDeleted(deactivated);
			const { engine, directory, target, clock, store } = setup;
			directory.deltas = hasBin;
			directory.hasBin = hasBin;
			await engine.run();
			target.calls.length = 0;
			expect(await engine.run()).toMatchObject({ notApplied: 0, requests: 0 });
			clock.advance(6 * hour);
			expect(await engine.run()).toMatchObject({ notApplied: 1 });
			expect(await store.escrow()).toMatchObject([{ attempts: 2, nextAttempt: clock.now() + 12 * hour }]);
			target.keptByDeletion = null;
			clock.advance(12 * hour);
			expect(await engine.run()).toMatchObject({ deleted: 1, notApplied: 0 });
			expect(await store.escrow()).toEqual([]);
			expect(await store.link("source-ada")).toBeUndefined();
		},
	);

	it("is solved when the account is gone later", async () => {
		const { engine, target, clock, store } = await withAdaDeleted((account) => account);
		await engine.run();
		target.accounts.clear();
		clock.advance(6 * hour);
		expect(await engine.run()).toMatchObject({ failed: 0, notApplied: 0 });
		expect(await store.escrow()).toEqual([]);
		expect(await store.link("source-ada")).toBeUndefined();
	});

	it.each([
		["as it was", (account: ScimUser) => account],
		["deactivated", deactivated],
	])("shows in a drift check as not applied, and is repaired (kept %s)", async (_, instead) => {
		const { engine, target, store } = await withAdaDeleted(instead);
		await engine.run();
		const report = await engine.drift({ repair: false, initiatedBy: "grace" });
		expect(report).toMatchObject({
			compared: 1,
			pending: 0,
			found: [{ kind: "notApplied", mend: "delete", outcome: "found", target: { id: "account-1" } }],
		});
		target.keptByDeletion = null;
		const repaired = await engine.drift({ repair: true, initiatedBy: "grace" });
		expect(repaired.found).toMatchObject([{ kind: "notApplied", outcome: "repaired" }]);
		expect(await store.escrow()).toEqual([]);
	});

	it("shows in a drift check also when a deactivation was not applied, and the user is gone", async () => {
		const { engine, directory, target } = await setUp();
		directory.put(person("Ada"), "User");
		await engine.run();
		target.applied = (asked) => ({ ...asked, active: true });
		directory.remove("source-ada");
		expect(await engine.run()).toMatchObject({ notApplied: 1 });
		const { found } = await engine.drift({ repair: false, initiatedBy: "grace" });
		expect(found).toMatchObject([{ kind: "notApplied", mend: "disable" }]);
	});

	it("is planned again after a crash, and logged once as what it is", async () => {
		const setup = await withAdaDeleted(deactivated);
		await dieAt(setup, "delete", "after");
		setup.directory.touch();
		expect(await setup.restart().run()).toMatchObject({ deleted: 0, notApplied: 1 });
		expect(await setup.store.openIntents()).toEqual([]);
		const deletions = (await setup.entries()).filter(({ action }) => action === "Delete");
		expect(deletions).toMatchObject([{ status: "warning", error: { code: "AcceptedButNotApplied" } }]);
	});

	it("stays open when nothing answers the request that reads it back", async () => {
		const { engine, target, store } = await withAdaDeleted((account) => account);
		let isDeleted = false;
		target.fate = (call, when) => {
			if (call === "delete" && when === "after") isDeleted = true;
			if (call === "get" && isDeleted) throw refusal("unavailable", 503, "later");
		};
		expect(await engine.run()).toMatchObject({ deleted: 0, failed: 1 });
		expect(await store.openIntents()).toHaveLength(1);
	});

	it("counts as made when the target refuses to show accounts", async () => {
		const { engine, target } = await withAdaDeleted((account) => account);
		target.fate = (call) => {
			if (call === "get" && target.calls.some((one) => one.startsWith("delete")))
				throw refusal("forbidden", 403, "no");
		};
		expect(await engine.run()).toMatchObject({ deleted: 1 });
	});
});

describe("a deletion by hand that the target answers with success while it keeps the account", () => {
	it("is a warning, and the run counts it as not applied", async () => {
		const setup = await setUp();
		setup.target.seed("ada@example.com", { active: false });
		keep(setup);
		expect(await setup.engine.deleteAccount(ada, toCaller, byHand)).toMatchObject({
			action: "Delete",
			status: "warning",
			error: {
				code: "AcceptedButNotApplied",
				reason: expect.stringContaining("still exists, deactivated"),
			},
		});
		expect((await setup.store.cycles(1))[0]?.counts).toMatchObject({ deleted: 0, failed: 0, notApplied: 1 });
	});

	it("creates no account for the user before the old one is gone", async () => {
		const setup = await setUp({ settings: { reactivation: "block" } });
		const { engine, directory, target } = setup;
		target.seed("ada@example.com", { active: false });
		directory.put(person("Ada"), "User");
		await engine.run();
		keep(setup);
		target.calls.length = 0;
		expect(await engine.deleteAndProvision(adaAgain, toCaller, byHand)).toMatchObject([
			{ action: "Delete", status: "warning" },
		]);
		expect(target.calls.filter((call) => call.startsWith("create"))).toEqual([]);
		target.keptByDeletion = null;
		expect(await engine.deleteAndProvision(adaAgain, toCaller, byHand)).toMatchObject([
			{ action: "Delete", status: "success" },
			{ action: "Create", status: "success" },
		]);
	});

	it("stays open when nothing answers the request that reads it back, and the next run asks", async () => {
		const setup = await setUp();
		const { engine, target, store, entries } = setup;
		target.seed("ada@example.com", { active: false });
		target.fate = (call) => {
			if (call === "get" && target.calls.some((one) => one.startsWith("delete")))
				throw refusal("unavailable", 503, "later");
		};
		await expect(engine.deleteAccount(ada, toCaller, byHand)).rejects.toThrow("503: later");
		expect(await store.openIntents()).toHaveLength(1);
		target.fate = () => undefined;
		await engine.run();
		expect(await store.openIntents()).toEqual([]);
		expect(await entries()).toMatchObject([{ action: "Delete", status: "success" }]);
	});
});
