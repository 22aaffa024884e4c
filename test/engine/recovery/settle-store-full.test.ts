import { expect, it, onTestFinished } from "vitest";
import { createEngine } from "../../../src/engine/engine.ts";
import { openDatabase, storeOver } from "../../../src/store/sqlite/open.ts";
import { FakeClock } from "../fake-clock.ts";
import { FakeDirectory, person } from "../fake-directory.ts";
import { FakeTarget } from "../fake-target.ts";
import { rulesOf } from "../rules.ts";

it("changes that were interrupted stay open while they can't be recorded, and are settled when there is room", async () => {
	const database = openDatabase(":memory:");
	const store = await storeOver(database, "the store");
	const directory = new FakeDirectory();
	const target = new FakeTarget();
	const engine = createEngine({
		directory,
		target: () => target,
		roleNames: async () => null,
		store,
		clock: new FakeClock(),
		emit: () => undefined,
		holder: "test",
		...rulesOf({ settings: { concurrency: 20 } }),
	});
	onTestFinished(async () => {
		await engine.close();
		await store.close();
	});
	for (let index = 0; index < 20; index += 1) directory.put(person(`P${index} Person`), "User");
	// All accounts are created, and the process dies before the first of them is recorded.
	const { settle } = store;
	store.settle = () => Promise.reject(new Error("killed"));
	await engine.run().catch(() => undefined);
	store.settle = settle;
	expect(target.accounts.size).toBe(20);
	expect(await store.openIntents()).toHaveLength(20);

	const { page_count: pages } = database.prepare("pragma page_count").get() ?? {};
	database.exec(`pragma max_page_count = ${Number(pages) + 2}`);
	const failed = await engine.run().catch((error: unknown) => error);
	expect(failed instanceof Error ? failed.message : JSON.stringify(failed)).toContain(
		"There is no space left for",
	);
	expect((await store.openIntents()).length).toBeGreaterThan(0);
	expect(target.accounts.size).toBe(20);

	database.exec("pragma max_page_count = 1000000");
	expect(await engine.run()).toMatchObject({ outcome: "completed", failed: 0 });
	expect(await store.openIntents()).toEqual([]);
	expect(target.accounts.size).toBe(20);
	expect(target.calls.filter((call) => call.startsWith("create"))).toHaveLength(20);
	const created = (await store.log({ order: "ascending", limit: 1000 })).filter(
		({ action, status }) => action === "Create" && status === "success",
	);
	expect(created.map(({ target: account }) => account?.id).sort()).toEqual(
		[...target.accounts.keys()].sort(),
	);
});
