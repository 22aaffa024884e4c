import { describe, expect, it } from "vitest";
import { ScimError } from "../../../src/scim/errors.ts";
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

describe("the requests of a cycle", () => {
	it("asks nothing of the target when nothing changed", async () => {
		const { engine, directory } = await setUp();
		directory.put(person("Ada"), "User");
		await engine.run();
		expect(await engine.run()).toMatchObject({ ...noCounts, kind: "incremental", requests: 0 });
	});

	it("asks nothing of the target for those who did not change, where the source can only be read in full", async () => {
		const { engine, directory, target } = await setUp();
		for (const name of ["Ada", "Bob", "Cid"]) directory.put(person(name), "User");
		await engine.run();
		target.calls.length = 0;
		directory.change("source-bob", { surname: "Builder" });
		expect(await engine.run()).toMatchObject({ ...noCounts, updated: 1, skipped: 2 });
		expect(target.calls).toEqual(["get account-2", "update bob@example.com", "get account-2"]);
	});

	it("plans once more when the account disappears between reading and writing", async () => {
		const { engine, directory, target, entries } = await setUp();
		target.seed("ada@example.com", { name: { givenName: "Eve", familyName: "X" } });
		directory.put(person("Ada"), "User");
		target.fate = (call, when) => {
			if (call === "update" && when === "before") target.accounts.clear();
		};
		expect(await engine.run()).toMatchObject({ ...noCounts, created: 1 });
		expect((await entries()).map(({ action, status }) => `${action} ${status}`)).toEqual(["Create success"]);
	});

	it("takes over an account that appeared between reading and writing", async () => {
		const { engine, directory, target, store } = await setUp();
		directory.put(person("Ada"), "User");
		target.fate = (call, when) => {
			if (call === "create" && when === "before") target.seed("ada@example.com");
		};
		expect(await engine.run()).toMatchObject({ ...noCounts, skipped: 1 });
		expect(await store.link("source-ada")).toMatchObject({ targetId: "account-1" });
	});

	it("reads again and plans again, once, when the account changed between reading and writing", async () => {
		const { engine, directory, target } = await setUp();
		target.seed("ada@example.com", { name: { givenName: "Eve", familyName: "X" } });
		directory.put(person("Ada"), "User");
		let refused = 0;
		target.fate = (call, when) => {
			if (call !== "update" || when !== "before" || refused > 0) return;
			refused += 1;
			throw new ScimError("precondition-failed", "changed", { status: 412 });
		};
		expect(await engine.run()).toMatchObject({ ...noCounts, updated: 1 });
	});

	it("needs at most N + M/1000 + 3 requests for N creates over M accounts", async () => {
		const { engine, directory, target } = await setUp();
		for (let index = 0; index < 2500; index += 1) target.seed(`other${index}@example.com`);
		for (let index = 0; index < 40; index += 1) directory.put(person(`P${index}`), "User");
		const { requests } = await engine.run();
		expect(requests).toBeLessThanOrEqual(40 + 3 + 3);
	});

	it.each([
		[1, 10],
		[2, 10],
		[1, 5000],
		[3, 5000],
		[4, 7000],
		[10, 10_000],
		[50, 2000],
		[40, 0],
	])("needs at most N + M/1000 + 3 requests for %i creates over %i accounts", async (creates, accounts) => {
		const { engine, directory, target } = await setUp();
		target.tellsRoles = true;
		for (let index = 0; index < accounts; index += 1) target.seed(`other${index}@example.com`);
		for (let index = 0; index < creates; index += 1) directory.put(person(`P${index}`), "User");
		const bound = creates + Math.ceil(accounts / 1000) + 3;
		await engine.plan();
		expect(target.requests()).toBeLessThanOrEqual(bound - creates);
		target.calls.length = 0;
		expect(await engine.run()).toMatchObject({ created: creates });
		expect(target.requests()).toBeLessThanOrEqual(bound);
	});

	it("asks for each value of an attribute once when it looks up a user", async () => {
		const { engine, directory, target } = await setUp();
		for (let index = 0; index < 6500; index += 1) target.seed(`other${index}@example.com`);
		directory.put(person("Ada", { mail: "countess@example.com" }), "User");
		expect(await engine.run()).toMatchObject({ created: 1 });
		expect(target.calls).toEqual([
			"count",
			"find ada@example.com",
			"find countess@example.com",
			"create ada@example.com",
			"get account-6501",
		]);
	});

	it("looks up each user when that needs fewer requests than the whole list", async () => {
		const { engine, directory, target } = await setUp();
		for (let index = 0; index < 6500; index += 1) target.seed(`other${index}@example.com`);
		for (const name of ["Ada", "Bob", "Cid"]) directory.put(person(name), "User");
		await engine.run();
		expect(target.calls.filter((call) => call.startsWith("list"))).toEqual([]);
	});

	it("does not look again at those who wait without an account while nothing about them changes", async () => {
		const { engine, directory } = await setUp();
		directory.deltas = true;
		directory.put(person("Ada", { accountEnabled: false }), "User");
		directory.put(person("Bob"), "User");
		await engine.run();
		directory.change("source-bob", { surname: "Builder" });
		await engine.run();
		expect(directory.lookUps).toBe(0);
	});
});
