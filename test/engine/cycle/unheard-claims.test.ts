import { describe, expect, it } from "vitest";
import { hour } from "../fake-clock.ts";
import { person } from "../fake-directory.ts";
import { refusal } from "../fake-target.ts";
import { expectFates } from "../plan/fates.ts";
import { setUp } from "../setup.ts";

describe("a cycle that reads only changes", () => {
	it("knows the claims of users for whom nothing may be done, as a full one does", async () => {
		const world = await setUp({ mappings: { actions: { create: true, update: false, delete: true } } });
		const { engine, directory, target } = world;
		directory.deltas = true;
		target.seed("ada@example.com");
		// Ada would get the address if updates were allowed.
		directory.put(person("Ada", { mail: "new@example.com" }), "User");
		directory.put(person("Bob", { mail: null }), "User");
		await engine.run();
		await engine.run();
		directory.change("source-bob", { mail: "new@example.com" });
		await expectFates(world, { "source-bob": "DuplicateSourceEntries" });
		directory.remove("source-ada");
		directory.change("source-bob", { givenName: "Robert" });
		await expectFates(world, { "source-bob": "create" });
	});

	it("does not expect an account to free its address where no account is updated", async () => {
		const world = await setUp({ mappings: { actions: { create: true, update: false, delete: true } } });
		const { engine, directory, target, entries } = world;
		target.seed("ada@example.com");
		directory.put(person("Ada", { mail: "ada.new@example.com" }), "User");
		directory.put(person("Bob", { mail: "ada@example.com" }), "User");
		await engine.run();
		const failed = (await entries()).find(({ source }) => source?.id === "source-bob");
		expect(failed?.error?.reason).not.toContain("would free");
		expect(failed?.error?.remedy.type).not.toBe("wait");
	});

	it("knows the claims of a failed user who is not due when another is, though nothing changed", async () => {
		const world = await setUp();
		const { engine, directory, target, clock } = world;
		directory.deltas = true;
		directory.put(person("Ada"), "Pilot");
		await engine.run();
		clock.advance(3 * hour);
		directory.put({ ...person("Ada"), id: "source-other-ada" }, "User");
		await engine.run();
		target.roles.add("Pilot");
		clock.advance(3 * hour);
		await engine.run();
		expect([...target.accounts.values()]).toEqual([]);
	});

	it("retries who waits for another user's change with that user, also when the source did not change", async () => {
		const world = await setUp();
		const { engine, directory, target, clock, store } = world;
		directory.deltas = true;
		directory.put(person("Ada"), "User");
		await engine.run();
		target.fate = (call) => {
			if (call === "update") throw refusal("invalid", 400, "not now");
		};
		directory.change("source-ada", { userPrincipalName: "ada.new@example.com", mail: "ada.new@example.com" });
		await engine.run();
		clock.advance(hour);
		directory.put({ ...person("Ada"), id: "source-other-ada" }, "User");
		await engine.run();
		const waiting = (await store.escrow()).find(({ sourceId }) => sourceId === "source-other-ada");
		expect(waiting).toMatchObject({ code: "Conflict", remedy: { type: "wait" } });
		target.fate = () => undefined;
		clock.advance(5 * hour);
		// Ada is due, the other one is not.
		expect(await engine.run()).toMatchObject({ updated: 1, created: 1, failed: 0 });
		expect([...target.accounts.values()].map(({ userName }) => userName).toSorted()).toEqual([
			"ada.new@example.com",
			"ada@example.com",
		]);
	});
});
