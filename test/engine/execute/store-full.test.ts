import { expect, it, onTestFinished } from "vitest";
import { createEngine } from "../../../src/engine/engine.ts";
import { openDatabase, storeOver } from "../../../src/store/sqlite/open.ts";
import { FakeClock } from "../fake-clock.ts";
import { FakeDirectory, person } from "../fake-directory.ts";
import { FakeTarget } from "../fake-target.ts";
import { rulesOf } from "../rules.ts";

it("a cycle on a full disk stops, says so, and is completed without a double when there is room again", async () => {
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
		...rulesOf(),
	});
	onTestFinished(async () => {
		await engine.close();
		await store.close();
	});
	const names = Array.from({ length: 300 }, (_, index) => `P${index} Person`);
	for (const name of names) directory.put(person(name), "User");
	const { page_count: pages } = database.prepare("pragma page_count").get() ?? {};
	database.exec(`pragma max_page_count = ${Number(pages) + 40}`);
	const failed = await engine.run().catch((error: unknown) => error);
	expect(failed instanceof Error ? failed.message : JSON.stringify(failed)).toContain(
		"There is no space left for",
	);
	const made = target.accounts.size;
	expect(made).toBeGreaterThan(0);
	expect(made).toBeLessThan(300);

	database.exec("pragma max_page_count = 1000000");
	const second = await engine.run();
	expect(second).toMatchObject({ outcome: "completed", failed: 0 });
	expect(target.accounts.size).toBe(300);
	const entries = await store.log({ order: "ascending", limit: 1000 });
	expect(
		entries
			.filter(({ action }) => action === "Create")
			.map(({ target: account }) => account?.id)
			.sort(),
	).toEqual([...target.accounts.keys()].sort());
	expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, index) => index + 1));
	expect(await store.openIntents()).toEqual([]);
});
