import { describe, expect, it } from "vitest";
import { person } from "../fake-directory.ts";
import { setUp } from "../setup.ts";

const noCounts = {
	created: 0,
	updated: 0,
	disabled: 0,
	enabled: 0,
	deleted: 0,
	skipped: 0,
	failed: 0,
	staged: 0,
};

describe("a cycle with users who leave", () => {
	it("disables an unassigned user once, and never touches the account again", async () => {
		const { engine, directory, target, store } = await setUp({ settings: { hardDelete: "delete" } });
		directory.put(person("Ada"), "User");
		await engine.run();
		await directory.unassign("source-ada");
		expect(await engine.run()).toMatchObject({ ...noCounts, disabled: 1 });
		expect(target.named("ada@example.com")).toMatchObject({ active: false });
		expect(await store.link("source-ada")).toMatchObject({ state: "released" });
		directory.remove("source-ada");
		expect(await engine.run()).toMatchObject({ ...noCounts, requests: 0 });
		expect(target.accounts.size).toBe(1);
	});

	it("re-creates an account that was deleted outside sumo-provision", async () => {
		const { engine, directory, target } = await setUp();
		directory.put(person("Ada"), "User");
		await engine.run();
		target.accounts.clear();
		directory.change("source-ada", { surname: "King" });
		expect(await engine.run()).toMatchObject({ ...noCounts, created: 1 });
		expect(target.named("ada@example.com")).toMatchObject({ id: "account-2" });
	});

	it("does not create a disabled user, and says so", async () => {
		const { engine, directory, entries } = await setUp();
		directory.put(person("Ada", { accountEnabled: false }), "User");
		expect(await engine.run()).toMatchObject({ ...noCounts, skipped: 1 });
		expect(await entries()).toMatchObject([{ status: "skipped", skipReason: "DisabledAtSource" }]);
	});

	it("deactivates the active account of a user disabled at the source once, and enables it with the user", async () => {
		const { engine, directory, target, store, entries } = await setUp();
		const account = target.seed("ada@example.com");
		const ada = directory.put(person("Ada", { accountEnabled: false }), "User");
		expect((await engine.plan()).counts).toMatchObject({ disable: 1, skip: 0 });
		expect(await engine.run()).toMatchObject({ disabled: 1, created: 0 });
		expect(target.accounts.get(account.id)?.active).toBe(false);
		expect(await entries()).toMatchObject([{ action: "Disable", status: "success" }]);
		expect(await store.link(ada.id)).toMatchObject({ targetId: account.id, state: "managed" });
		directory.touch();
		expect(await engine.run()).toMatchObject({ disabled: 0, requests: 0 });
		directory.change(ada.id, { accountEnabled: true });
		expect(await engine.run()).toMatchObject({ enabled: 1 });
		expect(target.accounts.get(account.id)?.active).toBe(true);
	});

	it("has the guard judge those accounts too", async () => {
		const { engine, directory, target } = await setUp({
			settings: { deletionGuard: { enabled: true, count: 1, percent: 0 } },
		});
		for (const name of ["Ada", "Bob"]) {
			target.seed(`${name.toLowerCase()}@example.com`);
			directory.put(person(name, { accountEnabled: false }), "User");
		}
		expect(await engine.run()).toMatchObject({ disabled: 0, staged: 2 });
		expect([...target.accounts.values()].every(({ active }) => active)).toBe(true);
	});

	it("deletes the account of a user deleted for good, where the profile says so", async () => {
		const { engine, directory, target, store } = await setUp({ settings: { hardDelete: "delete" } });
		for (const name of ["Ada", "Bob", "Cid"]) directory.put(person(name), "User");
		await engine.run();
		directory.remove("source-ada");
		expect(await engine.run()).toMatchObject({ ...noCounts, deleted: 1, skipped: 2 });
		expect(target.accounts.size).toBe(2);
		expect(await store.link("source-ada")).toBeUndefined();
	});
});
