import { describe, expect, it } from "vitest";
import { openMatters } from "../../../src/engine/open-matters/open-matters.ts";
import { readOpenMatters } from "../../../src/engine/open-matters/read-open-matters.ts";
import { recentCycles } from "../../../src/ports/recent-cycles.ts";
import { ScimError } from "../../../src/scim/errors.ts";
import { sampleEscrow } from "../../store/samples.ts";
import { day, hour } from "../fake-clock.ts";
import { person } from "../fake-directory.ts";
import { refusal } from "../fake-target.ts";
import { setUp } from "../setup.ts";

const nothing = {
	enabled: false,
	nextRun: null,
	quarantine: null,
	failedCycles: null,
	stagedDeletions: null,
	allowedDeletions: null,
};

/** An engine whose store shows what is open. */
async function open(choices: Parameters<typeof setUp>[0] = {}) {
	const setup = await setUp(choices);
	const { store, clock } = setup;
	return {
		...setup,
		matters: async () => readOpenMatters(store, await store.state(), await recentCycles(store), clock.now()),
	};
}

describe("what is open", () => {
	it("is nothing at first, and after a cycle that did its work", async () => {
		const { engine, directory, matters } = await open();
		expect(await matters()).toEqual([]);
		directory.put(person("Ada"), "User");
		await engine.run();
		expect(await matters()).toEqual([]);
	});

	it("keeps a pause of the target until it has ended, with the cycles that it stopped", async () => {
		const { engine, directory, target, clock, matters } = await open();
		directory.put(person("Ada"), "User");
		const wait = { status: 429, pause: { ms: 3 * hour } };
		target.fate = () => {
			throw new ScimError("too-many-requests", "429: wait", wait);
		};
		await engine.run();
		const paused = { kind: "paused", since: clock.now(), nextAttempt: null, remedy: { type: "wait" } };
		expect(await matters()).toMatchObject([
			{ ...paused, attempts: 1, reason: expect.stringContaining("429: wait") },
		]);
		clock.advance(hour);
		await engine.run();
		expect(await matters()).toMatchObject([{ ...paused, attempts: 2 }]);
		await engine.setEnabled(true);
		expect(await matters()).toMatchObject([
			{ recommendedAction: expect.stringMatching(/^No action needed/) },
		]);
		clock.advance(3 * hour);
		expect(await matters()).toEqual([]);
	});

	it("keeps a pause without an end until a cycle ends otherwise, also when one is interrupted", async () => {
		const { engine, directory, target, matters } = await open();
		directory.put(person("Ada"), "User");
		target.fate = () => {
			throw new ScimError("unavailable", "503: later", { status: 503, pause: { ms: null } });
		};
		await engine.run();
		expect(await matters()).toMatchObject([{ kind: "paused", attempts: 1 }]);
		const stopped = AbortSignal.abort(new Error("enough"));
		await engine.run({ signal: stopped }).catch(() => undefined);
		expect(await matters()).toMatchObject([{ kind: "paused", attempts: 1 }]);
		target.fate = () => undefined;
		await engine.run();
		expect(await matters()).toEqual([]);
	});

	it("keeps a failing user, with all attempts, through cycles that change nothing, until they are provisioned", async () => {
		const { engine, directory, target, clock, matters } = await open();
		directory.put(person("Ada"), "Pilot");
		const since = clock.now();
		await engine.run();
		const ada = {
			kind: "userFails",
			user: { id: "source-ada", displayName: "Ada Example", userName: "ada@example.com" },
			code: "RoleNotFound",
			since,
			attempts: 1,
			nextAttempt: since + 6 * hour,
			remedy: { type: "create-role", role: "Pilot" },
		};
		expect(await matters()).toMatchObject([ada]);
		clock.advance(hour);
		await engine.run();
		expect(await matters()).toMatchObject([ada]);
		clock.advance(5 * hour);
		await engine.run();
		expect(await matters()).toMatchObject([{ ...ada, attempts: 2, nextAttempt: since + 18 * hour }]);
		target.roles.add("Pilot");
		clock.advance(12 * hour);
		expect(await engine.run()).toMatchObject({ created: 1 });
		expect(await matters()).toEqual([]);
	});

	it("keeps held-back changes with who they concern, allowed or not, until they are made", async () => {
		const { engine, directory, clock, matters } = await open({
			settings: { deletionGuard: { enabled: true, count: 1, percent: 0 } },
		});
		for (const name of ["Ada", "Bob", "Cid"]) directory.put(person(name), "User");
		await engine.run();
		for (const name of ["ada", "bob"]) await directory.unassign(`source-${name}`);
		clock.advance(hour);
		const since = clock.now();
		expect(await engine.run()).toMatchObject({ staged: 2 });
		const held = {
			kind: "changesHeldBack",
			count: 2,
			threshold: 1,
			reason:
				"2 deactivations and deletions are held back by the deletion guard. 2 accounts would be disabled or deleted, more than the 1 allowed in a cycle.",
			since,
			attempts: null,
			nextAttempt: null,
		};
		expect(await matters()).toMatchObject([
			{
				...held,
				allowed: false,
				users: [{ displayName: "Ada Example" }, { displayName: "Bob Example" }],
				remedy: { type: "allow-deletions" },
			},
		]);
		clock.advance(hour);
		await engine.run();
		expect(await matters()).toMatchObject([held]);
		await engine.allowDeletions();
		expect(await matters()).toMatchObject([
			{
				...held,
				reason: "2 deactivations and deletions are allowed, and made in the next cycle.",
				allowed: true,
				remedy: { type: "run-cycle" },
			},
		]);
		await engine.run();
		expect(await matters()).toEqual([]);
	});

	it("keeps cycles that failed as a whole, and a quarantine beside them, until a cycle completes", async () => {
		const { engine, directory, target, clock, matters } = await open();
		directory.put(person("Ada"), "User");
		const since = clock.now();
		target.fate = () => {
			throw new ScimError("host-unknown", "api.nowhere.example is not known");
		};
		for (let attempt = 0; attempt < 3; attempt += 1) {
			await engine.run();
			clock.advance(hour);
		}
		const failed = { kind: "cycleFailed", code: "NetworkError", since, attempts: 3, nextAttempt: null };
		expect(await matters()).toMatchObject([{ ...failed, reason: "api.nowhere.example is not known" }]);
		target.fate = () => {
			throw refusal("unauthorized", 401, "Credential could not be verified.");
		};
		await engine.run();
		expect(await matters()).toMatchObject([
			{ kind: "quarantine", code: "InvalidCredentials", attempts: 1, switchedOff: false },
			failed,
		]);
		target.fate = () => undefined;
		await engine.run();
		expect(await matters()).toEqual([]);
	});

	it("says when cycles run next only while provisioning is On", () => {
		const quarantine = {
			since: 1,
			code: "Timeout",
			reason: "slow",
			attempts: 2,
			switchedOff: false,
		} as const;
		const of = (enabled: boolean) =>
			openMatters({
				state: { ...nothing, quarantine, enabled, nextRun: 50 },
				escrow: [],
				heldBack: [],
				now: 9,
			});
		expect(of(true)).toMatchObject([{ nextAttempt: 50 }]);
		expect(of(false)).toMatchObject([{ nextAttempt: null }]);
	});

	it("lists users who fail for longest first, a change not applied as what it is, and a user who was given up", () => {
		const escrow = [
			sampleEscrow("new", { firstFailed: 40 * day, lastFailed: 40 * day, nextAttempt: 40 * day + hour }),
			sampleEscrow("old", { firstFailed: 0, lastFailed: 28 * day, nextAttempt: 29 * day }),
			sampleEscrow("partly", {
				code: "AcceptedButNotApplied",
				firstFailed: 39 * day,
				lastFailed: 40 * day,
				nextAttempt: 40 * day + hour,
			}),
		];
		expect(openMatters({ state: nothing, escrow, heldBack: [], now: 40 * day })).toMatchObject([
			{ kind: "userFails", user: { id: "old" }, nextAttempt: null },
			{ kind: "changeNotApplied", user: { id: "partly" } },
			{ kind: "userFails", user: { id: "new" }, nextAttempt: 40 * day + hour },
		]);
	});

	it("gives failures of an older version the remedy of their code, and names the missing role", () => {
		const old = { recommendedAction: null, remedy: null };
		const escrow = [
			sampleEscrow("ada", { ...old, code: "RoleNotFound", role: "Pilot", firstFailed: 1 }),
			sampleEscrow("bob", { ...old, code: "Conflict", firstFailed: 2 }),
		];
		expect(openMatters({ state: nothing, escrow, heldBack: [], now: 3 })).toMatchObject([
			{ remedy: { type: "create-role", role: "Pilot" } },
			{
				remedy: { type: "link-account", account: null },
				recommendedAction: expect.stringContaining("link it"),
			},
		]);
	});
});
