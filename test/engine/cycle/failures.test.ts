import { describe, expect, it } from "vitest";
import {
	CallHealth,
	inQuarantine,
	QuarantineError,
	quarantineDelay,
} from "../../../src/engine/cycle/schedule/quarantine.ts";
import { afterFailure, isDue } from "../../../src/engine/record/escrow.ts";
import type { AttributeMapping } from "../../../src/mapping/definition/attribute-mapping.ts";
import { DirectoryError } from "../../../src/ports/source/directory.ts";
import { StoreError } from "../../../src/ports/store/store-error.ts";
import { ScimError } from "../../../src/scim/errors.ts";
import { ScopeError } from "../../../src/scoping/errors.ts";
import { defaultMappings } from "../../mapping/sumo-defaults.ts";
import { day, hour, minute } from "../fake-clock.ts";
import { person } from "../fake-directory.ts";
import { refusal } from "../fake-target.ts";
import { setUp } from "../setup.ts";

const error = {
	code: "Conflict",
	category: "NonServiceFailure",
	reason: "taken",
	recommendedAction: "",
	remedy: { type: "none" },
} as const;
const failed = { sourceId: "1", displayName: "Ada", userName: "ada@example.com", fingerprint: "f" };

describe("escrow", () => {
	it("waits 6, 12 and 24 hours after failures in a row, and then a day each time", () => {
		const waits: number[] = [];
		let escrow = afterFailure(undefined, failed, error, 0);
		for (let attempt = 0; attempt < 5; attempt += 1) {
			waits.push((escrow.nextAttempt - escrow.lastFailed) / hour);
			escrow = afterFailure(escrow, failed, error, escrow.nextAttempt);
		}
		expect(waits).toEqual([6, 12, 24, 24, 24]);
	});

	it("stops retrying after 28 days, unless the user changes", () => {
		const escrow = { ...afterFailure(undefined, failed, error, 0), nextAttempt: 28 * day };
		expect(isDue(escrow, "f", 28 * day - 1)).toBe(false);
		expect(isDue(escrow, "f", 28 * day)).toBe(false);
		expect(isDue(escrow, "other", 28 * day)).toBe(true);
	});

	it("starts over for a user who changed", () => {
		const first = afterFailure(undefined, failed, error, 0);
		const second = afterFailure(first, { ...failed, fingerprint: "g" }, error, hour);
		expect(second).toMatchObject({ attempts: 1, firstFailed: hour });
	});

	it("is due when its times lie in the future, because a clock was ahead", () => {
		const ahead = afterFailure(undefined, failed, error, 365 * day);
		expect(isDue(ahead, "f", 30 * day)).toBe(true);
		expect(isDue({ ...ahead, lastFailed: 0 }, "f", 30 * day)).toBe(true);
		expect(isDue(afterFailure(undefined, failed, error, 30 * day), "f", 30 * day)).toBe(false);
		const again = afterFailure(ahead, failed, error, 30 * day);
		expect(again).toMatchObject({ attempts: 2, firstFailed: 30 * day, nextAttempt: 30 * day + 12 * hour });
	});

	it("leaves a failed user alone until they are due, and then tries again", async () => {
		const { engine, directory, target, clock, entries } = await setUp();
		directory.put(person("Ada"), "Pilot");
		expect(await engine.run()).toMatchObject({ failed: 1 });
		target.roles.add("Pilot");
		directory.touch();
		clock.advance(5 * hour);
		expect(await engine.run()).toMatchObject({ failed: 0, created: 0, skipped: 1, requests: 0 });
		clock.advance(hour);
		expect(await engine.run()).toMatchObject({ created: 1 });
		expect(await engine.escrow()).toEqual([]);
		const all = await entries();
		expect(all.map(({ status, skipReason }) => [status, skipReason])).toEqual([
			["failure", null],
			["skipped", "InEscrow"],
			["success", null],
		]);
		expect(all[1]?.steps[0]?.description).toMatch(
			/^Failed once with RoleNotFound: .* Next attempt: 2025-.*Z\.$/,
		);
	});

	it("retries immediately when the operator asks for it", async () => {
		const { engine, directory, target } = await setUp();
		directory.put(person("Ada"), "Pilot");
		await engine.run();
		target.roles.add("Pilot");
		await engine.retryNow(["source-ada"]);
		expect(await engine.run()).toMatchObject({ created: 1 });
	});

	it("retries immediately when the missing role exists, and reads roles only while one is missing", async () => {
		const { engine, directory, target } = await setUp();
		target.tellsRoles = true;
		directory.put(person("Ada"), "Pilot");
		directory.put(person("Bob", { givenName: null }), "User");
		expect(await engine.run()).toMatchObject({ failed: 2 });
		expect(await engine.run()).toMatchObject({ created: 0, failed: 0, requests: 1 });
		target.roles.add("Pilot");
		expect((await engine.plan()).counts).toMatchObject({ create: 1 });
		expect(await engine.run()).toMatchObject({ created: 1 });
		expect(await engine.run()).toMatchObject({ requests: 0 });
	});

	it.each([
		["User;Power User", "Power User"],
		['User;The "best" role, ever', 'The "best" role, ever'],
	])("waits for the role that is missing of %s, and for no role within its name", async (list, missing) => {
		const roles: AttributeMapping = {
			target: "roles",
			source: { type: "expression", expression: 'Split([roleList], ";")' },
			apply: "always",
			flowNull: false,
		};
		const mappings = [...defaultMappings.filter(({ target }) => !target.startsWith("roles")), roles];
		const { engine, directory, target, store } = await setUp({ mappings: { mappings } });
		target.tellsRoles = true;
		directory.put(person("Ada", { roleList: list }), "User");
		expect(await engine.run()).toMatchObject({ failed: 1 });
		expect(await store.escrow()).toMatchObject([{ code: "RoleNotFound", role: missing }]);
		target.calls.length = 0;
		directory.touch();
		expect(await engine.run()).toMatchObject({ failed: 0 });
		expect(target.calls.filter((call) => call.startsWith("create"))).toEqual([]);
		target.roles.add(missing);
		expect(await engine.run()).toMatchObject({ created: 1 });
	});

	it("works as before when its roles can't be read", async () => {
		const { engine, directory, target } = await setUp();
		target.tellsRoles = true;
		directory.put(person("Ada"), "Pilot");
		await engine.run();
		target.fate = (call) => {
			if (call === "roles") throw refusal("forbidden", 403, "no");
		};
		expect(await engine.run()).toMatchObject({ outcome: "completed", failed: 0 });
	});

	it("tries again at once when the user changes", async () => {
		const { engine, directory } = await setUp();
		directory.put(person("Ada"), "Pilot");
		await engine.run();
		await directory.assign({ id: "source-ada" }, "role-analyst");
		expect(await engine.run()).toMatchObject({ created: 1 });
	});

	it("logs a failure that needs no request once, and notices immediately when it is fixed", async () => {
		const { engine, directory, clock, entries } = await setUp();
		directory.put(person("Ada", { mail: null }), "User");
		await engine.run();
		clock.advance(minute);
		directory.touch();
		expect(await engine.run()).toMatchObject({ failed: 0, skipped: 1, stillFailing: 1 });
		clock.advance(minute);
		directory.touch();
		expect(await engine.run()).toMatchObject({ failed: 0, skipped: 1, stillFailing: 1 });
		expect((await entries()).map(({ skipReason }) => skipReason)).toEqual([null, "InEscrow"]);
		directory.change("source-ada", { mail: "ada@example.com" });
		expect(await engine.run()).toMatchObject({ created: 1 });
	});

	it("shows the present reason of a user who waits, without counting an attempt", async () => {
		const { engine, directory, clock, entries } = await setUp();
		const address = { userPrincipalName: "shared@example.com" };
		directory.put(person("Ada", address), "User");
		directory.put(person("Bob", address), "User");
		await engine.run();
		clock.advance(minute);
		directory.remove("source-bob");
		directory.put(person("Cleo", address), "User");
		const { actions } = await engine.plan();
		const [ada] = actions.filter(({ source }) => source?.id === "source-ada");
		expect(ada).toMatchObject({
			type: "skip",
			detail: expect.stringContaining("Cleo Example"),
			failure: {
				code: "DuplicateSourceEntries",
				reason: expect.stringContaining("Cleo Example"),
				attempts: 1,
			},
		});
		await engine.run();
		const waiting = (await engine.escrow()).find(({ sourceId }) => sourceId === "source-ada");
		expect(waiting).toMatchObject({ reason: expect.stringContaining("Cleo Example"), attempts: 1 });
		expect(waiting?.reason).not.toContain("Bob");
		const logged = (await entries()).filter(({ source }) => source?.id === "source-ada");
		expect(logged.map(({ status }) => status)).toEqual(["failure", "skipped"]);
		clock.advance(minute);
		directory.touch();
		await engine.run();
		expect((await entries()).filter(({ source }) => source?.id === "source-ada")).toHaveLength(2);
	});

	it("forgets a failed user who was unassigned", async () => {
		const { engine, directory } = await setUp();
		directory.put(person("Ada"), "Pilot");
		await engine.run();
		await directory.unassign("source-ada");
		await engine.run();
		expect(await engine.escrow()).toEqual([]);
	});
});

describe("quarantine", () => {
	it("begins at once when the credentials are refused, and ends with a cycle that succeeds", async () => {
		const { engine, directory, target, store, events } = await setUp();
		directory.put(person("Ada"), "User");
		target.fate = () => {
			throw refusal("unauthorized", 401, "Credential could not be verified.");
		};
		expect(await engine.run()).toMatchObject({ outcome: "quarantined", created: 0 });
		await engine.run();
		expect((await store.state()).quarantine).toMatchObject({ code: "InvalidCredentials", attempts: 2 });
		expect(events.filter(({ type }) => type === "warning")).toHaveLength(1);
		target.fate = () => undefined;
		expect(await engine.run()).toMatchObject({ outcome: "completed", created: 1 });
		expect((await store.state()).quarantine).toBeNull();
	});

	it("begins when more than 40 % of at least 50 calls fail", () => {
		const health = new CallHealth();
		for (let call = 0; call < 29; call += 1) health.note(null);
		for (let call = 0; call < 20; call += 1) health.note("RoleNotFound");
		expect(() => health.note("RoleNotFound")).toThrow(QuarantineError);
	});

	it("does not begin while 40 % fail, or before there are 50 calls", () => {
		const few = new CallHealth();
		const many = new CallHealth();
		expect(() => {
			for (let call = 0; call < 49; call += 1) few.note("Conflict");
			for (let call = 0; call < 300; call += 1) many.note(null);
			for (let call = 0; call < 200; call += 1) many.note("Conflict");
		}).not.toThrow();
	});

	it("stops the cycle that earned it", async () => {
		const { engine, directory, target, entries } = await setUp();
		target.fate = (call, when) => {
			if (call === "create" && when === "before") throw refusal("invalid", 400, "not today");
		};
		for (let index = 0; index < 200; index += 1) directory.put(person(`P${index}`), "User");
		const summary = await engine.run();
		expect(summary.outcome).toBe("quarantined");
		expect(target.calls.filter((call) => call.startsWith("create")).length).toBeLessThan(60);
		expect(summary.notReached).toBe(200 - summary.failed);
		const [end, ...failed] = (await entries()).toReversed();
		expect(failed.length).toBe(summary.failed);
		expect(end).toMatchObject({
			action: "Cycle",
			status: "failure",
			error: { code: "SchemaAttributeValidationFailed", reason: summary.error },
			steps: [{ description: expect.stringContaining(`${summary.notReached} users were not reached.`) }],
		});
		expect(await engine.escrow()).toHaveLength(summary.failed);
	});

	it("doubles the wait for each attempt, up to a day", () => {
		const waits = [1, 2, 3, 6, 30].map((attempts) =>
			quarantineDelay({ since: 0, code: "Conflict", reason: "", attempts, switchedOff: false }, 40 * minute),
		);
		expect(waits).toEqual([80 * minute, 160 * minute, 320 * minute, day, day]);
	});

	it("that began in the future, because a clock was ahead, begins now", () => {
		const ahead = { since: 365 * day, code: "Timeout", reason: "", attempts: 3, switchedOff: false } as const;
		expect(inQuarantine(ahead, "Timeout", "slow", day)).toMatchObject({ since: day, attempts: 4 });
	});

	it("keeps its beginning, and switches provisioning off after 28 days", async () => {
		expect(
			inQuarantine(
				{ since: 5, code: "Conflict", reason: "", attempts: 1, switchedOff: false },
				"Timeout",
				"x",
				9,
			),
		).toEqual({
			...{ since: 5, code: "Timeout", reason: "x", attempts: 2, switchedOff: false },
		});
		const { engine, target, store, clock, directory, entries } = await setUp();
		directory.put(person("Ada"), "User");
		target.fate = () => {
			throw refusal("unauthorized", 401, "no");
		};
		await engine.setEnabled(true);
		await engine.run();
		clock.advance(28 * day);
		await engine.run();
		expect(await store.state()).toMatchObject({
			enabled: false,
			nextRun: null,
			quarantine: { switchedOff: true },
		});
		const words = "Provisioning was in quarantine for 28 days and is now Off.";
		const switchedOff = async () => (await entries()).filter(({ action }) => action === "Other");
		expect(await switchedOff()).toMatchObject([
			{ status: "failure", error: { code: "InvalidCredentials", reason: expect.stringContaining(words) } },
		]);
		// Run by a timer from outside it was Off all along: there is nothing to tell.
		await engine.run();
		expect((await switchedOff()).length).toBe(1);
		// Switched On again it gets all of its time again.
		await engine.setEnabled(true);
		await engine.run();
		expect(await store.state()).toMatchObject({ enabled: true, quarantine: { since: clock.now() } });
	});

	it("is ended by hand", async () => {
		const { engine, target, store, directory } = await setUp();
		directory.put(person("Ada"), "User");
		target.fate = () => {
			throw refusal("unauthorized", 401, "no");
		};
		await engine.run();
		await engine.clearQuarantine();
		expect((await store.state()).quarantine).toBeNull();
	});
});

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
