import { hostname } from "node:os";
import { beforeEach, describe, expect, it } from "vitest";
import { runnerProcess } from "../../../src/app/process/runner.ts";
import { statusOf } from "../../../src/app/status/read-status.ts";
import { cycleOutcome } from "../../../src/engine/record/cycle-entry.ts";
import type { Cycle } from "../../../src/ports/store/cycle.ts";
import { type FileStore, openStore } from "../../../src/store/sqlite/open.ts";
import { counts } from "../../tui/fake-data.ts";

const minute = 60_000;
let now: number;
let store: FileStore;

beforeEach(async () => {
	now = Date.UTC(2026, 10, 29);
	store = await openStore(":memory:", { databaseClock: () => now });
});

const cycle = (id: string, change: Partial<Cycle> = {}): Cycle => ({
	...{
		id,
		kind: "incremental",
		startedAt: now,
		endedAt: now,
		outcome: "completed",
		counts: counts(),
		error: null,
	},
	...change,
});
const status = () => statusOf(store, "acme", now);

describe("the status of a job", () => {
	it("is Off, or On with the next cycle, and overdue when no process has run it", async () => {
		expect(await status()).toMatchObject({ state: "off", enabled: false, nextCycle: null, lastCycle: null });
		await store.setState({ enabled: true, nextRun: now + minute });
		expect(await status()).toMatchObject({ state: "on", nextCycle: now + minute, overdue: false });
		now += 12 * minute;
		expect(await status()).toMatchObject({ state: "on", overdue: true });
		await store.acquireLease("another machine, process 7");
		expect(await status()).toMatchObject({ overdue: false, runner: "another machine, process 7" });
	});

	it("is running only while the process of the cycle lives", async () => {
		await store.startCycle(cycle("one", { outcome: "running", endedAt: null }));
		expect(await status()).toMatchObject({ state: "off", runningCycle: null });
		await store.acquireLease("dead", { ...runnerProcess(), id: 2 ** 30, host: hostname() });
		expect(await status()).toMatchObject({ state: "off", runner: null, runningCycle: null });
		await store.releaseLease("dead");
		await store.acquireLease("alive", runnerProcess());
		expect(await status()).toMatchObject({ state: "running", runner: "alive", runningCycle: { id: "one" } });
	});

	it("names a cycle whose process ended: who, since when, how far, and what is to be checked", async () => {
		await store.acquireLease("host, process 7");
		await store.startCycle(cycle("one", { kind: "initial", outcome: "running", endedAt: null }));
		expect(await status()).toMatchObject({ interruptedCycle: null, runningCycle: { id: "one" } });
		await store.settle([
			cycleOutcome({
				...{
					cycleId: "one",
					startedAt: now,
					endedAt: now + minute,
					error: null,
					words: "x",
					notReached: null,
				},
			}),
		]);
		const started = now;
		now += 60 * minute;
		expect(await status()).toMatchObject({
			runner: null,
			lastCycle: null,
			interruptedCycle: {
				...{ id: "one", kind: "initial", startedAt: started, holder: "host, process 7" },
				...{ lastSign: started + minute, changed: 0, failed: 0, open: 0 },
			},
		});
		await store.updateCycle("one", { outcome: "interrupted", endedAt: now });
		expect(await status()).toMatchObject({ interruptedCycle: null, lastCycle: { id: "one" } });
	});

	it("is paused until the target takes requests again", async () => {
		await store.startCycle(cycle("one", { outcome: "paused", error: "asked to wait" }));
		expect(await status()).toMatchObject({ state: "paused", pausedUntil: null });
		await store.setState({ pausedUntil: now + minute });
		expect(await status()).toMatchObject({ state: "paused", pausedUntil: now + minute });
		now += minute;
		expect(await status()).toMatchObject({ state: "off", pausedUntil: null });
	});

	it("is quarantined, whatever the last cycle was, and runs on demand are no cycles", async () => {
		await store.startCycle(cycle("one"));
		await store.startCycle(cycle("by hand", { kind: "onDemand", outcome: "failed" }));
		const quarantine = {
			since: now,
			code: "Timeout",
			reason: "slow",
			attempts: 1,
			switchedOff: false,
		} as const;
		await store.setState({ quarantine });
		expect(await status()).toMatchObject({
			state: "quarantined",
			lastCycle: { id: "one" },
			openMatters: [{ kind: "quarantine" }],
		});
	});
});
