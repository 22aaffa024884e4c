import { describe, expect, it } from "vitest";
import { DirectoryError } from "../../../src/ports/source/directory.ts";
import { StoreError } from "../../../src/ports/store/store-error.ts";
import { ScimError } from "../../../src/scim/errors.ts";
import { ScopeError } from "../../../src/scoping/errors.ts";
import { hour } from "../fake-clock.ts";
import { person } from "../fake-directory.ts";
import { refusal } from "../fake-target.ts";
import { setUp } from "../setup.ts";

describe("a cycle that cannot work", () => {
	it("fails, says why, and moves no watermark, when the source cannot be read", async () => {
		const { engine, directory, store } = await setUp();
		directory.failure = new DirectoryError("invalid", "users.json, line 3: a comma is missing");
		expect(await engine.run()).toMatchObject({
			outcome: "failed",
			error: "users.json, line 3: a comma is missing",
		});
		expect((await store.state()).watermark).toBeNull();
	});

	it("reads everything in the same cycle when its position expires half-way, and fails when that read expires too", async () => {
		const { engine, directory, store } = await setUp();
		directory.deltas = true;
		for (const name of ["Ada Byron", "Ben Cook", "Cy Dent"]) directory.put(person(name), "User");
		await engine.run();
		for (const id of ["source-ada", "source-ben", "source-cy"]) directory.change(id, { surname: "Changed" });
		directory.expiring = 1;
		expect(await engine.run()).toMatchObject({ outcome: "completed", updated: 3 });

		directory.change("source-ada", { surname: "Again" });
		const { watermark } = await store.state();
		directory.expiring = 2;
		expect(await engine.run()).toMatchObject({
			outcome: "failed",
			error: expect.stringContaining("position had expired"),
		});
		expect((await store.state()).watermark).toEqual(watermark);
		expect(await engine.run()).toMatchObject({ outcome: "completed", updated: 1 });
	});

	it("fails as a whole, not once for each user, when the target's host is unknown", async () => {
		const { engine, directory, target, entries } = await setUp();
		for (let index = 0; index < 40; index += 1) directory.put(person(`P${index}`), "User");
		target.fate = () => {
			throw new ScimError("host-unknown", "api.nowhere.example is not known");
		};
		expect(await engine.run()).toMatchObject({
			outcome: "failed",
			error: expect.stringContaining("not known"),
		});
		expect(await entries()).toMatchObject([
			{ action: "Cycle", status: "failure", source: null, error: { code: "NetworkError" } },
		]);
	});

	it.each([
		["not-scim", "GET /Users: the answer is not JSON", "proxy or a sign-in page"],
		["unavailable", "GET /Users: the server failed (500)", "the next cycle tries again"],
	] as const)("advises what to do about the cycle, not about a user: %s", async (code, message, advice) => {
		const { engine, directory, target, store } = await setUp();
		for (let index = 0; index < 4; index += 1) directory.put(person(`P${index}`), "User");
		target.fate = () => {
			throw new ScimError(code, message, { status: code === "not-scim" ? 200 : 500 });
		};
		expect(await engine.run()).toMatchObject({ outcome: "failed" });
		const action = (await store.state()).failedCycles?.error.recommendedAction;
		expect(action).toContain(advice);
		expect(action).not.toContain("user");
	});

	it.each([
		["network", "the proxy could not be reached", "NetworkError"],
		["timeout", "POST /Users: the target did not answer within 30 s", "Timeout"],
	] as const)(
		"fails as a whole when the target is silent half-way (%s), and marks no user as failed",
		async (kind, words, code) => {
			const { engine, directory, target, store, entries } = await setUp();
			for (let index = 0; index < 40; index += 1) directory.put(person(`P${index}`), "User");
			let creations = 0;
			target.fate = (call, when) => {
				if (call === "create" && when === "before") creations += 1;
				if (creations > 15) throw new ScimError(kind, words);
			};
			expect(await engine.run()).toMatchObject({
				outcome: "failed",
				failed: 0,
				error: expect.stringContaining(words),
			});
			expect((await store.openIntents()).length).toBeGreaterThan(0);
			expect(await store.escrow()).toEqual([]);
			const failures = (await entries()).filter(({ status }) => status === "failure");
			expect(failures).toMatchObject([{ action: "Cycle", error: { code } }]);
			target.fate = () => undefined;
			expect(await engine.run()).toMatchObject({ outcome: "completed", failed: 0 });
			expect(target.accounts.size).toBe(40);
		},
	);

	it.each(["get", "update"] as const)(
		"fails as a whole when the only user who changed meets a target that takes no connection: %s",
		async (failing) => {
			const { engine, directory, target, store, entries } = await setUp();
			for (const name of ["Ada", "Ben", "Cy"]) directory.put(person(name), "User");
			directory.deltas = true;
			await engine.run();
			directory.change("source-ada", { surname: "King" });
			target.fate = (call) => {
				if (call === failing)
					throw new ScimError("network", "the proxy refuses to connect", { neverSent: true });
			};
			expect(await engine.run()).toMatchObject({ outcome: "failed", failed: 0, stillFailing: 0 });
			expect(await store.escrow()).toEqual([]);
			expect((await entries()).at(-1)).toMatchObject({ action: "Cycle", error: { code: "NetworkError" } });
			target.fate = () => undefined;
			expect(await engine.run()).toMatchObject({ outcome: "completed", updated: 1, failed: 0 });
		},
	);

	it("blames no connection for one lookup that breaks off", async () => {
		const { engine, directory, target } = await setUp();
		for (const name of ["Ada", "Ben"]) directory.put(person(name), "User");
		await engine.run();
		for (const id of ["source-ada", "source-ben"]) directory.change(id, { surname: "King" });
		target.fate = (call, _, about) => {
			if (call === "get" && about === target.named("ada@example.com")?.id)
				throw new ScimError("network", "the connection broke off");
		};
		expect(await engine.run()).toMatchObject({ outcome: "completed", updated: 1, failed: 1 });
	});

	it("stays open with all attempts until a cycle completes, and each is in the log with the whole error", async () => {
		const { engine, directory, target, store, clock, entries } = await setUp();
		directory.put(person("Ada"), "User");
		const detail = "Maintenance until 10:00 (TYR-100-2).";
		target.fate = () => {
			throw new ScimError("host-unknown", "GET /Users answered 503.", { status: 503, detail });
		};
		const began = clock.now();
		const failed = await engine.run();
		const reason = `GET /Users answered 503. The target answered: ${detail}`;
		expect(failed).toMatchObject({ outcome: "failed", error: reason, failed: 0, stillFailing: 0 });
		clock.advance(hour);
		await engine.run();
		expect((await store.state()).failedCycles).toMatchObject({
			since: began,
			lastFailed: began + hour,
			attempts: 2,
			error: { code: "NetworkError", reason },
		});
		const stop = new AbortController();
		stop.abort(new Error("The cycle was stopped."));
		expect(await engine.run({ signal: stop.signal })).toMatchObject({ outcome: "interrupted" });
		expect((await store.state()).failedCycles).toMatchObject({ attempts: 2 });
		target.fate = () => undefined;
		expect(await engine.run()).toMatchObject({ outcome: "completed", created: 1 });
		expect((await store.state()).failedCycles).toBeNull();
		const ends = (await entries()).filter(({ action }) => action === "Cycle");
		expect(ends.map(({ status, error }) => [status, error?.reason])).toEqual([
			["failure", reason],
			["failure", reason],
			["warning", undefined],
		]);
	});

	it("names failures of source, store and scope, each with its own code", async () => {
		const { engine, directory, entries } = await setUp();
		directory.failure = new DirectoryError("invalid", "users.json, line 3: a comma is missing");
		await engine.run();
		directory.failure = new StoreError("full", "acme.sqlite: the disk is full.");
		await engine.run();
		directory.failure = new ScopeError("empty-filter", "All", null, "it has no clauses");
		await engine.run();
		directory.failure = new TypeError("x is undefined");
		expect(await engine.run()).toMatchObject({ error: "Unexpected: x is undefined" });
		expect((await entries()).map(({ error }) => error?.code)).toEqual([
			"SourceUnavailable",
			"StoreFailed",
			"ScopeInvalid",
			"InternalServerError",
		]);
	});

	it("logs a failed lookup of an account as an update of that account", async () => {
		const { engine, directory, target, entries } = await setUp();
		directory.put(person("Ada"), "User");
		await engine.run();
		const ada = target.named("ada@example.com");
		directory.change("source-ada", { surname: "King" });
		target.fate = (call) => {
			if (call === "get") throw refusal("forbidden", 403, "protected account");
		};
		await engine.run();
		expect((await entries()).at(-1)).toMatchObject({
			action: "Update",
			target: { id: ada?.id, userName: "ada@example.com" },
			error: { code: "InsufficientRights" },
		});
	});

	it("continues with the other users when one lookup fails", async () => {
		const { engine, directory, target } = await setUp();
		for (let index = 0; index < 6500; index += 1) target.seed(`other${index}@example.com`);
		for (const name of ["Ada", "Bob", "Cid"]) directory.put(person(name), "User");
		target.fate = (call, _, about) => {
			if (call === "find" && about.startsWith("bob")) throw new ScimError("timeout", "no answer");
		};
		expect(await engine.run()).toMatchObject({ outcome: "completed", created: 2, failed: 1 });
	});
});
