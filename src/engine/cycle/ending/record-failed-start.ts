import type { Clock } from "../../../ports/clock.ts";
import type { CycleSummary, Emit } from "../../../ports/event.ts";
import type { CycleCounts, CycleKind } from "../../../ports/store/cycle.ts";
import type { Store } from "../../../ports/store/store.ts";
import { cycleOutcome } from "../../record/cycle-entry.ts";
import { afterFailedCycle, cycleError } from "./failed-cycle.ts";

/** Where a cycle that could not start is recorded. */
export type FailedStartParts = {
	readonly store: Pick<Store, "state" | "setState" | "startCycle" | "settle" | "escrow">;
	readonly clock: Pick<Clock, "now" | "id">;
	readonly emit: Emit;
};

/** Records that a cycle could not start, as a failed cycle. */
export async function recordFailedStart(
	thrown: Error,
	{ store, clock, emit }: FailedStartParts,
): Promise<void> {
	const { configuration, failedCycles } = await store.state();
	const kind: CycleKind = configuration === null ? "initial" : "incremental";
	const now = clock.now();
	const id = clock.id();
	const error = cycleError(thrown);
	const { reason, remedy } = error;
	const ended = { id, kind, startedAt: now, endedAt: now, outcome: "failed", counts: nothing } as const;
	await store.startCycle({ ...ended, error: reason });
	const words = `The ${kind} cycle could not start: ${reason}`;
	const ending = { cycleId: id, startedAt: now, endedAt: now, error, words, notReached: null };
	const entries = await store.settle([cycleOutcome(ending)]);
	await store.setState({ failedCycles: afterFailedCycle(failedCycles, id, error, now) });
	for (const entry of entries) emit({ type: "entry", time: now, entry });
	const stillFailing = (await store.escrow()).length;
	const summary: CycleSummary = {
		...nothing,
		...{ cycleId: id, kind, outcome: ended.outcome, seconds: 0, error: reason, remedy },
		...{ notReached: 0, stillFailing },
	};
	emit({ type: "cycleEnded", time: now, summary });
}

const nothing: CycleCounts = {
	...{ created: 0, updated: 0, disabled: 0, enabled: 0, deleted: 0 },
	...{ skipped: 0, failed: 0, staged: 0, requests: 0 },
};
