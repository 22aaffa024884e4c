import { describe, expect, it } from "vitest";
import { checkRemovals, type Removal, removalHash } from "../../../src/engine/cycle/deletion-guard.ts";
import { person } from "../fake-directory.ts";
import { refusal } from "../fake-target.ts";
import { type Setup, setUp } from "../setup.ts";

const names = Array.from({ length: 30 }, (_, index) => `P${index}`);

async function thirtyUsers(): Promise<Setup> {
	const setup = await setUp({ settings: { deletionGuard: { enabled: true, count: 4, percent: 10 } } });
	for (const name of names) setup.directory.put(person(name), "User");
	await setup.engine.run();
	return setup;
}

const removals = (count: number): Removal[] =>
	Array.from({ length: count }, (_, index) => ({ sourceId: `s${index}`, type: "disable", isManaged: true }));

describe("the guard against accidental deletions", () => {
	const usual = { managed: 1000, missing: 0, seen: null, allowed: null };
	const settings = { enabled: true, count: 20, percent: 10 };

	it("holds when no managed account would stay, however few they are, as when all assignments are lost", () => {
		const all = { ...usual, settings, managed: 3, removals: removals(3) };
		expect(checkRemovals(all)).toMatchObject({
			...{
				type: "hold",
				held: 3,
				cause: "all",
				reason: "All 3 managed accounts would be disabled or deleted.",
			},
		});
		expect(checkRemovals({ ...all, allowed: removalHash(all.removals) })).toEqual({ type: "go" });
		expect(checkRemovals({ ...all, managed: 4 })).toEqual({ type: "go" });
		const others = removals(3).map((one, index) => ({ ...one, isManaged: index > 0 }));
		expect(checkRemovals({ ...all, removals: others })).toEqual({ type: "go" });
		expect(checkRemovals({ ...all, managed: 2, removals: removals(2) })).toEqual({ type: "go" });
		expect(checkRemovals({ ...all, managed: 0 })).toEqual({ type: "go" });
	});

	it("lets pass as many as the greater of count and share", () => {
		expect(checkRemovals({ ...usual, removals: removals(100), settings }).type).toBe("go");
		expect(checkRemovals({ ...usual, managed: 21, removals: removals(20), settings }).type).toBe("go");
		expect(checkRemovals({ ...usual, removals: removals(101), settings })).toMatchObject({
			type: "hold",
			threshold: 100,
		});
	});

	it("stops even one when the source is empty", () => {
		expect(checkRemovals({ ...usual, removals: removals(1), seen: 0, settings }).type).toBe("hold");
	});

	it("stops when the source no longer shows half of the managed users", () => {
		const shrunk = { ...usual, managed: 10, missing: 6, seen: 4, removals: removals(6), settings };
		expect(checkRemovals(shrunk)).toMatchObject({ type: "hold", reason: expect.stringContaining("6 of 10") });
	});

	it("lets pass exactly what was allowed, in any order", () => {
		const wanted = removals(101);
		const allowed = removalHash([...wanted].reverse());
		expect(checkRemovals({ ...usual, removals: wanted, allowed, settings }).type).toBe("go");
		expect(checkRemovals({ ...usual, removals: removals(102), allowed, settings }).type).toBe("hold");
	});

	it("holds back nothing when it is switched off", () => {
		const off = { ...settings, enabled: false };
		expect(checkRemovals({ ...usual, removals: removals(1000), seen: 0, settings: off }).type).toBe("go");
	});

	it("stages what is beyond the threshold once, and sends none of it", async () => {
		const { engine, directory, target, entries, store } = await thirtyUsers();
		for (const name of names.slice(0, 5)) await directory.unassign(person(name).id);
		directory.change(person("P20").id, { surname: "Changed" });
		expect(await engine.run()).toMatchObject({ staged: 5, disabled: 0, updated: 1, outcome: "completed" });
		const staged = (await entries()).filter(({ action }) => action === "StagedAction");
		expect(staged.map(({ source }) => source?.id)).toEqual(names.slice(0, 5).map((name) => person(name).id));
		expect((await store.state()).stagedDeletions).toMatchObject({ count: 5, threshold: 4 });

		expect(await engine.run()).toMatchObject({ staged: 5, disabled: 0 });
		expect((await entries()).filter(({ action }) => action === "StagedAction")).toHaveLength(5);
		expect([...target.accounts.values()].every(({ active }) => active)).toBe(true);
	});

	it("does not count accounts that were never managed among all managed ones", async () => {
		const { engine, directory, target } = await setUp();
		for (const name of ["Ada", "Bob", "Cid"]) directory.put(person(name), "User");
		await engine.run();
		target.seed("dan@example.com");
		directory.put(person("Dan", { accountEnabled: false }), "User");
		for (const name of ["Bob", "Cid"]) await directory.unassign(person(name).id);
		expect(await engine.plan()).toMatchObject({ counts: { disable: 3 }, guard: null });
		expect(await engine.run()).toMatchObject({ disabled: 3, staged: 0 });
		await directory.unassign(person("Ada").id);
		expect(await engine.plan()).toMatchObject({ counts: { disable: 1 }, guard: null });
	});

	it("sends what was allowed, once", async () => {
		const { engine, directory, target, store } = await thirtyUsers();
		for (const name of names.slice(0, 5)) await directory.unassign(person(name).id);
		await engine.run();
		expect(await engine.allowDeletions()).toBe(true);
		expect(await engine.run()).toMatchObject({ staged: 0, disabled: 5 });
		expect([...target.accounts.values()].filter(({ active }) => !active)).toHaveLength(5);
		expect(await store.state()).toMatchObject({ stagedDeletions: null, allowedDeletions: null });
		expect(await engine.allowDeletions()).toBe(false);
	});

	it("allows nothing when other changes are held back than the operator saw", async () => {
		const { engine, directory, store } = await thirtyUsers();
		for (const name of names.slice(0, 5)) await directory.unassign(person(name).id);
		await engine.run();
		const seen = (await store.state()).stagedDeletions?.hash;
		await directory.unassign(person("P9").id);
		await engine.run();
		await expect(engine.allowDeletions(seen)).rejects.toThrow(
			"Nothing was allowed: a cycle has held back other changes since they were shown, now 6 deactivations and deletions.",
		);
		expect((await store.state()).allowedDeletions).toBeNull();
		expect(await engine.allowDeletions((await store.state()).stagedDeletions?.hash)).toBe(true);
	});

	it("sends the rest of what was allowed after the cycle was interrupted among it", async () => {
		const { engine, directory, target, entries, store } = await thirtyUsers();
		for (const name of names.slice(0, 15)) await directory.unassign(person(name).id);
		await engine.run();
		await engine.allowDeletions();
		let sent = 0;
		target.fate = (call, when) => {
			if (call === "update" && when === "before" && ++sent > 6) throw refusal("unauthorized", 401, "no");
		};
		expect(await engine.run()).toMatchObject({ outcome: "quarantined" });
		target.fate = () => undefined;
		const inactive = () => [...target.accounts.values()].filter(({ active }) => !active).length;
		expect(inactive()).toBe(6);
		expect(await engine.plan()).toMatchObject({ guard: null, counts: { disable: 9 } });
		expect(await engine.run()).toMatchObject({ outcome: "completed", staged: 0, disabled: 9 });
		expect(inactive()).toBe(15);
		expect(
			(await entries()).filter(({ action, status }) => action === "Disable" && status === "success"),
		).toHaveLength(15);
		expect(await store.state()).toMatchObject({ stagedDeletions: null, allowedDeletions: null });
	});

	it("does not take the rest of what was allowed for another change of as many", async () => {
		const { engine, directory } = await thirtyUsers();
		for (const name of names.slice(0, 6)) await directory.unassign(person(name).id);
		await engine.run();
		await engine.allowDeletions();
		await directory.assign(person("P0"), "role-user");
		await directory.assign(person("P1"), "role-user");
		await directory.unassign(person("P9").id);
		expect(await engine.run()).toMatchObject({ staged: 5, disabled: 0 });
	});

	it("does not take what was allowed for more than that", async () => {
		const { engine, directory } = await thirtyUsers();
		for (const name of names.slice(0, 5)) await directory.unassign(person(name).id);
		await engine.run();
		await engine.allowDeletions();
		await directory.unassign(person("P9").id);
		expect(await engine.run()).toMatchObject({ staged: 6, disabled: 0 });
	});

	it("drops what it held back when the cause is fixed", async () => {
		const { engine, directory, store } = await thirtyUsers();
		for (const name of names.slice(0, 5)) await directory.unassign(person(name).id);
		await engine.run();
		for (const name of names.slice(0, 5)) await directory.assign(person(name), "role-user");
		expect(await engine.run()).toMatchObject({ staged: 0, disabled: 0, enabled: 0 });
		expect((await store.state()).stagedDeletions).toBeNull();
	});

	it("holds everything back when the source is suddenly empty", async () => {
		const { engine, directory, target } = await thirtyUsers();
		for (const name of names) directory.remove(person(name).id);
		expect(await engine.run()).toMatchObject({ staged: 30, deleted: 0, disabled: 0 });
		expect([...target.accounts.values()].every(({ active }) => active)).toBe(true);
	});

	it("is shown in the plan", async () => {
		const { engine, directory } = await thirtyUsers();
		for (const name of names.slice(0, 5)) await directory.unassign(person(name).id);
		expect(await engine.plan()).toMatchObject({ guard: { held: 5, threshold: 4 }, counts: { disable: 5 } });
	});
});
