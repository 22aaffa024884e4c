import type { OpenMatter } from "../../ports/open-matter.ts";
import type { Cycle } from "../../ports/store/cycle.ts";
import type { JobState } from "../../ports/store/job-state.ts";
import type { Store } from "../../ports/store/store.ts";
import { openMatters } from "./open-matters.ts";
import { pauseOf } from "./pause.ts";

/** Users named of those whose changes are held back. */
const maxNamed = 10;

/**
 * Reads what is open from the store: the one list that console, `status` and notifications show.
 *
 * @param cycles the last ones, newest first
 */
export async function readOpenMatters(
	store: Pick<Store, "escrow" | "log">,
	state: JobState,
	cycles: readonly Cycle[],
	now: number,
): Promise<readonly OpenMatter[]> {
	const [escrow, heldBack] = await Promise.all([store.escrow(), heldBackUsers(store, state)]);
	const pause = pauseOf(cycles, state.pausedUntil, now);
	return openMatters({ state, escrow, pause, heldBack, now });
}

async function heldBackUsers(store: Pick<Store, "log">, { stagedDeletions }: JobState) {
	if (stagedDeletions === null) return [];
	const entries = await store.log({
		cycleId: stagedDeletions.cycleId,
		actions: ["StagedDelete", "StagedAction"],
		order: "ascending",
		limit: maxNamed,
	});
	return entries.flatMap(({ source, target }) => source ?? target ?? []);
}
