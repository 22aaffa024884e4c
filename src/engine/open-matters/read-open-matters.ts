import type { OpenMatter } from "../../ports/open-matter.ts";
import type { JobState, Store } from "../../ports/store.ts";
import { openMatters } from "./open-matters.ts";

/** Users named of those whose changes are held back. */
const maxNamed = 10;

/** Reads what is open from the store: the one list that console, `status` and notifications show. */
export async function readOpenMatters(
	store: Pick<Store, "escrow" | "log">,
	state: JobState,
	now: number,
): Promise<readonly OpenMatter[]> {
	const [escrow, heldBack] = await Promise.all([store.escrow(), heldBackUsers(store, state)]);
	return openMatters({ state, escrow, heldBack, now });
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
