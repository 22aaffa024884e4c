import type { Store } from "../../ports/store/store.ts";
import { type Removal, removalHash, removalKey } from "./deletion-guard.ts";

/**
 * The hash of the deactivations and deletions that an operator has allowed one time; null when none are allowed. When a cycle that made
 * them was interrupted, the hash of those that it left: each of them was allowed.
 *
 * @param removals what the cycle would make now
 */
export async function allowedAmong(
	removals: readonly Removal[],
	store: Pick<Store, "state" | "log">,
): Promise<string | null> {
	const { allowedDeletions, stagedDeletions } = await store.state();
	if (allowedDeletions === null || stagedDeletions?.hash !== allowedDeletions) return allowedDeletions;
	const hash = removalHash(removals);
	const { cycleId, count } = stagedDeletions;
	if (hash === allowedDeletions || removals.length >= count) return allowedDeletions;
	const held = await store.log({
		cycleId,
		actions: ["StagedDelete", "StagedAction"],
		order: "ascending",
		limit: count,
	});
	const allowed = new Set(
		held.map(({ action, source }) =>
			removalKey({ type: action === "StagedDelete" ? "delete" : "disable", sourceId: source?.id ?? "" }),
		),
	);
	return removals.every((removal) => allowed.has(removalKey(removal))) ? hash : allowedDeletions;
}
