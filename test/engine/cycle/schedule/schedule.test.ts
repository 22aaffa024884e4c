import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dueAt, nextRun } from "../../../../src/engine/cycle/schedule/schedule.ts";
import { day, type FakeClock, hour, minute } from "../../fake-clock.ts";
import { person } from "../../fake-directory.ts";
import { rulesOf } from "../../rules.ts";
import { setUp } from "../../setup.ts";

const intervalMs = 40 * minute;
const usual = { now: 10 * day, intervalMs, quarantine: null };

describe("the schedule", () => {
	it("runs an interval after the last start, and at once the first time", () => {
		expect(nextRun({ ...usual, lastStart: 10 * day - 10 * minute })).toBe(10 * day + 30 * minute);
		expect(nextRun({ ...usual, lastStart: null })).toBe(10 * day);
	});

	it("makes up for a long sleep with one run, now", () => {
		expect(nextRun({ ...usual, lastStart: 3 * day })).toBe(10 * day);
	});

	it("waits longer in quarantine, up to a day", () => {
		const quarantine = { since: 0, code: "Conflict", reason: "", attempts: 30, switchedOff: false } as const;
		expect(nextRun({ ...usual, lastStart: 10 * day, quarantine })).toBe(11 * day);
	});

	it("waits until the target takes requests again, and not longer than a day for it", () => {
		const paused = { ...usual, lastStart: 10 * day, pausedUntil: 10 * day + 3 * hour };
		expect(nextRun(paused)).toBe(10 * day + 3 * hour);
		expect(dueAt(10 * day + 3 * hour, paused)).toBe(10 * day + 3 * hour);
		expect(nextRun({ ...paused, pausedUntil: 10 * day + minute })).toBe(10 * day + intervalMs);
		expect(nextRun({ ...paused, pausedUntil: 900 * day })).toBe(11 * day);
		expect(dueAt(900 * day, { ...paused, pausedUntil: 900 * day })).toBe(11 * day);
	});

	it("never waits longer than an interval, however the clock was set", () => {
		const time = fc.integer({ min: 0, max: 1000 * day });
		fc.assert(
			fc.property(time, time, (now, other) => {
				for (const due of [nextRun({ ...usual, now, lastStart: other }), dueAt(other, { ...usual, now })]) {
					expect(due).toBeLessThanOrEqual(now + intervalMs);
				}
				expect(nextRun({ ...usual, now, lastStart: other })).toBeGreaterThanOrEqual(now);
			}),
		);
	});
});

describe("an engine that is On", () => {
	/** Lets time pass in steps, whenever the engine sleeps. */
	async function pass(clock: FakeClock, ms: number) {
		for (let passed = 0; passed < ms; passed += 10 * minute) {
			await clock.asleep();
			clock.advance(10 * minute);
		}
		await clock.asleep();
	}

	it("runs a cycle at once, and then every interval", async () => {
		const { engine, directory, store, clock } = await setUp();
		directory.put(person("Ada"), "User");
		engine.watch();
		await engine.setEnabled(true);
		await pass(clock, 2 * hour);
		const started = (await store.cycles(10)).map(({ startedAt }) => startedAt).reverse();
		const [first = 0] = started;
		expect(started.map((time) => (time - first) / minute)).toEqual([0, 40, 80, 120]);
		expect(await engine.status()).toMatchObject({ enabled: true, running: false });
	});

	it("moves the cycle that is waited for when the interval becomes another one", async () => {
		const { engine, store, clock } = await setUp({ settings: { intervalMinutes: 1440 } });
		await engine.setEnabled(true);
		await engine.run();
		const started = (await store.cycles(1))[0]?.startedAt ?? 0;
		expect(await engine.status()).toMatchObject({ nextRun: started + 24 * hour });
		await engine.configure(rulesOf({ settings: { intervalMinutes: 60 } }));
		expect(await engine.status()).toMatchObject({ nextRun: started + hour });
		engine.watch();
		await pass(clock, hour);
		expect((await store.cycles(10)).length).toBe(2);
	});

	it("runs nothing while Off", async () => {
		const { engine, store, clock } = await setUp();
		engine.watch();
		await pass(clock, 2 * hour);
		expect(await store.cycles(10)).toEqual([]);
		expect(await engine.status()).toMatchObject({ enabled: false, nextRun: null });
	});

	it("stops the running cycle after the requests under way when it is switched Off", async () => {
		const { engine, directory, target, store } = await setUp({ settings: { concurrency: 1 } });
		for (let index = 0; index < 10; index += 1) directory.put(person(`P${index}`), "User");
		let off: Promise<void> | undefined;
		target.fate = (call, when) => {
			if (call === "create" && when === "before") off ??= engine.setEnabled(false);
		};
		const summary = await engine.run();
		await off;
		expect(summary).toMatchObject({ outcome: "interrupted", created: 1 });
		expect(await store.openIntents()).toEqual([]);
	});

	it("compares all users again after a restart, and drops the links after a full one", async () => {
		const { engine, directory, store } = await setUp();
		directory.put(person("Ada"), "User");
		await engine.run();
		await engine.restart({ full: false });
		expect(await store.link("source-ada")).toBeDefined();
		expect(await engine.run()).toMatchObject({ kind: "initial", created: 0, skipped: 1 });
		await engine.restart({ full: true });
		expect(await store.link("source-ada")).toBeUndefined();
		expect(await engine.run()).toMatchObject({ kind: "initial", created: 0, skipped: 1 });
	});

	it("loses no restart that is asked for during a cycle, and is due at once", async () => {
		const { engine, directory, target, store, clock } = await setUp({ settings: { concurrency: 1 } });
		for (let index = 0; index < 10; index += 1) directory.put(person(`P${index}`), "User");
		await engine.run();
		const everybody = target.accounts.size;
		for (const { id } of [...directory.users.values()]) directory.change(id, { surname: "Byron" });
		await store.setState({ enabled: true, nextRun: clock.now() + hour });
		let restart: Promise<void> | undefined;
		target.fate = (call, when) => {
			if (call === "update" && when === "before") restart ??= engine.restart({ full: true });
		};
		expect(await engine.run()).toMatchObject({ outcome: "interrupted", updated: 1 });
		await restart;
		expect(await store.state()).toMatchObject({
			configuration: null,
			watermark: null,
			nextRun: clock.now(),
		});
		expect(await store.link("source-p1")).toBeUndefined();
		expect(await engine.run()).toMatchObject({ kind: "initial", created: 0, updated: 9 });
		expect(target.accounts.size).toBe(everybody);
	});

	it("plans what it then does", async () => {
		const { engine, directory, target, store, entries } = await setUp();
		target.seed("bob@example.com", { roles: [] });
		directory.put(person("Ada"), "User");
		directory.put(person("Bob"), "Analyst");
		directory.put(person("Cid", { mail: null }), "User");
		const plan = await engine.plan();
		expect(plan.actions.map(({ type }) => type).sort()).toEqual(["create", "fail", "update"]);
		expect(plan.counts).toMatchObject({ create: 1, update: 1, fail: 1, unchanged: 0 });
		expect(plan.forecastSeconds).toBeGreaterThan(0);
		expect(await entries()).toEqual([]);
		expect(await store.cycles(1)).toEqual([]);
		expect(target.calls.some((call) => /^(create|update|delete)/.test(call))).toBe(false);
		expect(await engine.run()).toMatchObject({ created: 1, updated: 1, failed: 1 });
	});
});
