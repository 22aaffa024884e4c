import type { LogAction } from "../../ports/log/log-entry.ts";
import { isCycle } from "../../ports/recent-cycles.ts";
import type { Cycle, CycleCounts } from "../../ports/store/cycle.ts";
import type { Store } from "../../ports/store/store.ts";
import { cycleOutcome } from "../record/cycle-entry.ts";

/** Actions that change accounts; warnings about other actions are not changes. */
const changes: readonly LogAction[] = ["Create", "Update", "Disable", "Enable", "Delete"];

/** An interrupted run is among the newest: every start checks, so there are never many. */
const newest = 100;

/**
 * Ends the runs that are still marked as running. Call it right after acquiring the lease: no other process runs then,
 * so each of them was interrupted when its process ended. Its end is its last log entry, and its counts come from the log.
 * The end of a cycle is logged.
 */
export async function endInterrupted(store: Store): Promise<void> {
	for (const cycle of await store.cycles(newest)) {
		if (cycle.outcome !== "running") continue;
		const endedAt = await lastSign(store, cycle);
		const counts = await countsOf(store, cycle);
		if (isCycle(cycle)) {
			const { id: cycleId, kind, startedAt } = cycle;
			const words = `The ${kind} cycle was interrupted: its process ended. The next cycle continues from there.`;
			const ending = { cycleId, startedAt, endedAt, error: null, words, notReached: null };
			await store.settle([cycleOutcome(ending)]);
		}
		await store.updateCycle(cycle.id, {
			...{ outcome: "interrupted", endedAt, counts },
			error: "The process ended during the run.",
		});
	}
}

async function lastSign(store: Store, { id, startedAt }: Cycle): Promise<number> {
	const [last] = await store.log({ cycleId: id, order: "descending", limit: 1 });
	return Math.max(startedAt, last?.time ?? 0);
}

async function countsOf(store: Store, { id: cycleId, counts }: Cycle): Promise<CycleCounts> {
	const done = (action: LogAction) => store.countLog({ cycleId, actions: [action], statuses: ["success"] });
	return {
		created: await done("Create"),
		updated: await done("Update"),
		disabled: await done("Disable"),
		enabled: await done("Enable"),
		deleted: await done("Delete"),
		skipped: await store.countLog({ cycleId, statuses: ["skipped"] }),
		failed: await store.countLog({ cycleId, statuses: ["failure"] }),
		notApplied: await store.countLog({ cycleId, actions: [...changes], statuses: ["warning"] }),
		staged: await store.countLog({ cycleId, actions: ["StagedDelete", "StagedAction"] }),
		requests: counts.requests,
	};
}
