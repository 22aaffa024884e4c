import type { Cycle } from "./store/cycle.ts";
import type { Store } from "./store/store.ts";

/** Runs to search for cycles: on-demand, manual and drift runs are among them. */
const newestRuns = 200;

/** The last provisioning cycles of a profile, newest first, whichever process ran them. Other runs are left out. */
export async function recentCycles(store: Pick<Store, "cycles">): Promise<readonly Cycle[]> {
	return (await recentRuns(store)).filter(isCycle);
}

/** The last runs of a profile, newest first: cycles, and runs on demand, by hand and for drift. */
export async function recentRuns(store: Pick<Store, "cycles">): Promise<readonly Cycle[]> {
	return store.cycles(newestRuns);
}

/** Whether a run is a provisioning cycle. */
export function isCycle({ kind }: Pick<Cycle, "kind">): boolean {
	return kind === "initial" || kind === "incremental";
}
