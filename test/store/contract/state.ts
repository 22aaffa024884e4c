import { describe, expect, it } from "vitest";
import type { Cycle, CycleCounts } from "../../../src/ports/store/cycle.ts";
import type { JobState } from "../../../src/ports/store/job-state.ts";
import { LeaseLostError, leaseLifetimeMs } from "../../../src/ports/store/lease.ts";
import type { Snapshot } from "../../../src/ports/store/snapshot.ts";
import { sampleEntry, sampleEscrow, sampleIntent, sampleOutcome } from "../samples.ts";
import type { OpenStore } from "./open-store.ts";

const nothing: JobState = {
	enabled: false,
	watermark: null,
	pair: null,
	configuration: null,
	nextRun: null,
	quarantine: null,
	allowedDeletions: null,
	stagedDeletions: null,
	failedCycles: null,
	pausedUntil: null,
	enabling: null,
	notified: null,
};

/** State, escrow, cycles, snapshots and the lease. */
export function stateContract(open: OpenStore): void {
	describe("job state", () => {
		it("is Off and empty at first", async () => {
			const store = await open();
			expect(await store.state()).toEqual(nothing);
		});

		it("changes only the given fields, and can be cleared again", async () => {
			const store = await open();
			const full: JobState = {
				enabled: true,
				watermark: "w",
				pair: "p",
				configuration: "c",
				nextRun: 1_700_000_000_000,
				quarantine: {
					since: 1,
					code: "InvalidCredentials",
					reason: "refused",
					attempts: 2,
					switchedOff: true,
				},
				allowedDeletions: "h",
				stagedDeletions: { hash: "h", count: 30, threshold: 20, reason: "Why.", cycleId: "c", since: 3 },
				enabling: { accepted: false, since: 3 },
				failedCycles: {
					cycleId: "c",
					since: 4,
					lastFailed: 5,
					attempts: 2,
					error: {
						code: "NetworkError",
						category: "Failure",
						reason: "The target could not be reached.",
						recommendedAction: "Test the connection.",
						remedy: { type: "test-connection" },
					},
				},
				pausedUntil: 1_700_000_003_600,
				notified: { quarantine: "Timeout", stagedDeletions: "h", cycleFailed: null, failures: ["Conflict"] },
			};
			await store.setState(full);
			await store.setState({});
			expect(await store.state()).toEqual(full);
			await store.setState({ enabled: false, quarantine: null });
			expect(await store.state()).toEqual({ ...full, enabled: false, quarantine: null });
			await store.setState(nothing);
			expect(await store.state()).toEqual(nothing);
		});
	});

	describe("escrow", () => {
		it("lists who is due first, replaces, and releases one, some or all", async () => {
			const store = await open();
			const put = (id: string, nextAttempt: number) => ({
				type: "put" as const,
				escrow: sampleEscrow(id, { nextAttempt, attempts: nextAttempt }),
			});
			await store.settle([
				sampleOutcome("1", { escrow: put("ana", 30) }),
				sampleOutcome("2", { escrow: put("ben", 10) }),
				sampleOutcome("3", { escrow: put("eva", 20) }),
			]);
			await store.settle([sampleOutcome("4", { escrow: put("ben", 40) })]);
			expect((await store.escrow()).map((each) => [each.sourceId, each.attempts])).toEqual([
				["eva", 20],
				["ana", 30],
				["ben", 40],
			]);
			await store.releaseEscrow(["ana", "unknown"]);
			await store.releaseEscrow([]);
			expect((await store.escrow()).map((each) => each.sourceId)).toEqual(["eva", "ben"]);
			await store.releaseEscrow("all");
			expect(await store.escrow()).toEqual([]);
		});
	});

	describe("cycles", () => {
		const counts: CycleCounts = {
			created: 1,
			updated: 2,
			disabled: 3,
			enabled: 4,
			deleted: 5,
			skipped: 6,
			failed: 7,
			staged: 8,
			requests: 9,
		};
		const cycle = (id: string): Cycle => ({
			id,
			kind: "initial",
			startedAt: 5,
			endedAt: null,
			outcome: "running",
			counts,
			error: null,
		});

		it("come newest first, with what changed since they started", async () => {
			const store = await open();
			for (const id of ["z", "a", "m"]) await store.startCycle(cycle(id));
			await store.updateCycle("a", { outcome: "failed", endedAt: 9, error: "no network" });
			await store.updateCycle("m", { counts: { ...counts, created: 100 } });
			await store.updateCycle("z", {});
			expect(await store.cycles(10)).toEqual([
				{ ...cycle("m"), counts: { ...counts, created: 100 } },
				{ ...cycle("a"), outcome: "failed", endedAt: 9, error: "no network" },
				cycle("z"),
			]);
			expect((await store.cycles(1)).map((each) => each.id)).toEqual(["m"]);
		});
	});

	describe("snapshots", () => {
		it("keep an account as it was, newest first", async () => {
			const store = await open();
			const snapshot = (id: string, takenAt: number): Snapshot => ({
				id,
				takenAt,
				targetId: "t",
				userName: "ana@contoso.example",
				displayName: "Ana",
				scim: { id: "t", active: false, emails: [{ value: "ana@contoso.example", primary: true }], x: null },
				classic: id === "b" ? null : { lastLoginTimestamp: "2026-01-01T00:00:00Z", roleIds: ["1"] },
				roles: ["Analyst"],
				deletedBy: "operator",
				content:
					id === "a"
						? { kind: "transfer", to: { id: "h", displayName: "Heir", userName: "h@contoso.example" } }
						: null,
			});
			await store.addSnapshot(snapshot("a", 2));
			await store.addSnapshot(snapshot("b", 3));
			await store.addSnapshot(snapshot("c", 1));
			expect(await store.snapshots()).toEqual([snapshot("b", 3), snapshot("a", 2), snapshot("c", 1)]);
		});

		it("go with a deletion that failed or never was sent, and stay with one that was done", async () => {
			const store = await open();
			const rest = {
				takenAt: 1,
				targetId: "t",
				userName: "ana@contoso.example",
				displayName: "Ana",
				scim: {},
			};
			for (const id of ["failed", "unsent", "done"]) {
				await store.intend([sampleIntent(id, { action: "Delete", targetId: "t" })]);
				await store.addSnapshot({ ...rest, id, classic: null, roles: [], deletedBy: "cycle", content: null });
			}
			const outcome = (id: string, status: "success" | "failure") =>
				sampleOutcome(id, { entry: sampleEntry(id, { action: "Delete", status }) });
			await store.settle([outcome("failed", "failure"), outcome("done", "success")]);
			await store.withdraw(["unsent"]);
			expect((await store.snapshots()).map(({ id }) => id)).toEqual(["done"]);
		});
	});

	describe("the lease", () => {
		const openAt = async () => {
			const clock = { now: 1_000 };
			const store = await open({ clock: () => clock.now });
			return { store, clock };
		};

		it("is held by one, renewed by them, and taken over only after it has run out", async () => {
			const { store, clock } = await openAt();
			expect(await store.lease()).toBeUndefined();
			const process = { host: "h", id: 7, place: "p" };
			expect(await store.acquireLease("one", process)).toBe(1);
			clock.now += leaseLifetimeMs - 1;
			expect(await store.acquireLease("two")).toBeNull();
			expect(await store.acquireLease("one", process)).toBe(1);
			clock.now += leaseLifetimeMs - 1;
			expect(await store.lease()).toEqual({ holder: "one", process, expiresAt: clock.now + 1 });
			clock.now += 1;
			expect(await store.lease()).toBeUndefined();
			expect(await store.acquireLease("two")).toBe(2);
			expect(await store.lease()).toMatchObject({ holder: "two", process: null });
			expect(await store.acquireLease("one")).toBeNull();
		});

		it("is given back only by its holder, and its tokens never repeat", async () => {
			const { store } = await openAt();
			await store.acquireLease("one");
			await store.releaseLease("two");
			expect(await store.acquireLease("two")).toBeNull();
			await store.releaseLease("one");
			expect(await store.lease()).toBeUndefined();
			expect(await store.acquireLease("two")).toBe(2);
		});

		it("that was taken while the clock was ahead counts as expired once it is right", async () => {
			const { store, clock } = await openAt();
			clock.now += 365 * 86_400_000;
			await store.acquireLease("one");
			clock.now -= 365 * 86_400_000;
			expect(await store.lease()).toBeUndefined();
			expect(await store.acquireLease("two")).toBe(2);
			expect(await store.lease()).toMatchObject({ holder: "two", expiresAt: clock.now + leaseLifetimeMs });
		});

		it("expires by the database's own clock", async () => {
			const store = await open();
			const before = Date.now();
			await store.acquireLease("one");
			const { expiresAt = 0 } = (await store.lease()) ?? {};
			expect(expiresAt).toBeGreaterThanOrEqual(before + leaseLifetimeMs - 1_000);
			expect(expiresAt).toBeLessThanOrEqual(Date.now() + leaseLifetimeMs + 1_000);
		});

		it("that was taken over lets its holder record nothing", async () => {
			const { store, clock } = await openAt();
			const token = (await store.acquireLease("one")) ?? 0;
			await store.intend([sampleIntent("a")]);
			expect(await store.settle([sampleOutcome("before")], token)).toHaveLength(1);
			clock.now += leaseLifetimeMs;
			expect(await store.settle([sampleOutcome("late")], token)).toHaveLength(1);
			await store.acquireLease("two");
			const late = store.settle([sampleOutcome("a")], token);
			await expect(late).rejects.toBeInstanceOf(LeaseLostError);
			await expect(late).rejects.toMatchObject({ code: "lease-lost", holder: "two" });
			expect(await store.countLog({})).toBe(2);
			expect(await store.openIntents()).toHaveLength(1);
		});
	});
}
