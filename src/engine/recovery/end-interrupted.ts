import type { LogAction } from "../../ports/log-entry.ts";
import type { Cycle, CycleCounts, Store } from "../../ports/store.ts";

/** A run that was cut off is found among the newest; each start looks, so there are never many. */
const newest = 100;

/**
 * Ends the runs that still say they go on. To be called by whoever has just got the lease: then nobody runs, and each of
 * them was cut off by the end of its process. It ended with its last entry, and counts what the log has of it.
 */
export async function endInterrupted(store: Store): Promise<void> {
	for (const cycle of await store.cycles(newest)) {
		if (cycle.outcome !== "running") continue;
		await store.updateCycle(cycle.id, {
			outcome: "interrupted",
			endedAt: await lastSign(store, cycle),
			counts: await countsOf(store, cycle),
			error: "Its process ended in the middle of it.",
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
		staged: await store.countLog({ cycleId, actions: ["StagedDelete", "StagedAction"] }),
		requests: counts.requests,
	};
}
