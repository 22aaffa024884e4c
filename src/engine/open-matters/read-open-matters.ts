import type { OpenMatter } from "../../ports/open-matter.ts";
import type { JobState, Store } from "../../ports/store.ts";
import { openMatters } from "./open-matters.ts";
import { pauseOf } from "./pause.ts";

/** Users named of those whose changes are held back. */
const maxNamed = 10;

/** Runs to search for the last cycles: on-demand and manual runs are among them. */
const newestRuns = 200;

/** Reads what is open from the store: the one list that console, `status` and notifications show. */
export async function readOpenMatters(
	store: Pick<Store, "escrow" | "log" | "cycles">,
	state: JobState,
	now: number,
): Promise<readonly OpenMatter[]> {
	const [escrow, heldBack, runs] = await Promise.all([
		store.escrow(),
		heldBackUsers(store, state),
		store.cycles(newestRuns),
	]);
	const pause = pauseOf(runs, state.pausedUntil, now);
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
