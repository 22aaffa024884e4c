import { describe, expect, it } from "vitest";
import { waitingAction } from "../../../src/engine/cycle/known/known-failures.ts";
import { afterFailure, isDue, nextAttemptOf } from "../../../src/engine/record/escrow.ts";
import type { AttributeMapping } from "../../../src/mapping/definition/attribute-mapping.ts";
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

	it("shows since when and how often a user has failed in all, also after a change of the user or the reason", () => {
		const first = afterFailure(undefined, failed, error, hour);
		const other = { ...error, code: "RoleNotFound" } as const;
		const second = afterFailure(first, { ...failed, fingerprint: "g" }, other, day);
		expect(second).toMatchObject({ code: "RoleNotFound", since: hour, failures: 2 });
		expect(waitingAction(second, day)).toMatchObject({
			detail: expect.stringMatching(/^Failed 2 times in a row with RoleNotFound/),
			failure: { attempts: 2, since: hour },
		});
		const { since: _, failures: __, ...older } = afterFailure(first, failed, error, day);
		expect(afterFailure(older, failed, error, 2 * day)).toMatchObject({ since: hour, failures: 3 });
	});

	it("does not give up a user whom it did not try, when a clock was decades behind or provisioning was off", () => {
		const now = 20_000 * day;
		const behind = afterFailure(undefined, failed, error, 0);
		expect(isDue(behind, "f", now)).toBe(true);
		const again = afterFailure(behind, failed, error, now);
		expect(nextAttemptOf(again, now)).toBe(now + 12 * hour);
		expect(isDue(again, "f", now + 6 * hour)).toBe(false);
		let escrow = again;
		for (let attempt = 0; attempt < 24; attempt += 1)
			escrow = afterFailure(escrow, failed, error, escrow.nextAttempt);
		expect(nextAttemptOf(escrow, escrow.lastFailed)).not.toBeNull();
		for (let attempt = 0; attempt < 5; attempt += 1)
			escrow = afterFailure(escrow, failed, error, escrow.nextAttempt);
		expect(nextAttemptOf(escrow, escrow.nextAttempt)).toBeNull();
		expect(nextAttemptOf(escrow, escrow.nextAttempt + 400 * day)).toBeNull();
	});

	it("retries once, not in a loop, when a clock is set forward and back", () => {
		const first = afterFailure(undefined, failed, error, 100 * day);
		expect(isDue(first, "f", 130 * day)).toBe(true);
		const forward = afterFailure(first, failed, error, 130 * day);
		expect(isDue(forward, "f", 130 * day + hour)).toBe(false);
		expect(isDue(forward, "f", 100 * day + hour)).toBe(true);
		const back = afterFailure(forward, failed, error, 100 * day + hour);
		expect(isDue(back, "f", 100 * day + 2 * hour)).toBe(false);
		expect(isDue(back, "f", 101 * day + hour)).toBe(true);
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

	it("retries immediately when the setting that blocks a deactivated account has been changed", async () => {
		const settings = { reactivation: "block" } as const;
		const { engine, directory, restart } = await setUp({ settings });
		directory.put(person("Ada"), "User");
		await engine.run();
		await directory.unassign("source-ada");
		expect(await engine.run()).toMatchObject({ disabled: 1 });
		await directory.assign({ id: "source-ada" }, "role-user");
		expect(await engine.run()).toMatchObject({ failed: 1 });
		expect(await engine.run()).toMatchObject({ failed: 0, stillFailing: 1, requests: 0 });
		const allowing = restart({ settings: { reactivation: "try" } });
		expect((await allowing.plan()).counts).toMatchObject({ enable: 1 });
		expect(await allowing.run()).toMatchObject({ enabled: 1, stillFailing: 0 });
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
