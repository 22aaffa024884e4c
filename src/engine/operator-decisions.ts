import type { Store } from "../ports/store/store.ts";
import { counted } from "../text/counted.ts";

/** What an operator decides about the next cycle. Only the store is needed: neither source nor target is opened. */

/**
 * The next cycle retries these failed users.
 *
 * @param now milliseconds since 1970
 */
export async function retryFailed(
	store: Pick<Store, "escrow" | "retryEscrow" | "setState">,
	sourceIds: readonly string[] | "all",
	now: number,
): Promise<void> {
	const isChosen = (sourceId: string) => sourceIds === "all" || sourceIds.includes(sourceId);
	const blocked = (await store.escrow()).filter(({ code }) => code === "BlockedByDeactivatedAccount");
	// Otherwise they would fail again for what the target did before.
	if (blocked.some(({ sourceId }) => isChosen(sourceId))) await store.setState({ enabling: null });
	await store.retryEscrow(sourceIds, now);
}

/**
 * Allows the held-back deactivations and deletions one time. False when none are held back.
 *
 * @param seen the hash of the change set that the operator saw; default: the present one
 * @throws HeldBackChangedError when another one is held back now
 */
export async function allowDeletions(
	store: Pick<Store, "state" | "setState">,
	seen?: string,
): Promise<boolean> {
	const { stagedDeletions } = await store.state();
	if (stagedDeletions === null) return false;
	if (seen !== undefined && seen !== stagedDeletions.hash)
		throw new HeldBackChangedError(stagedDeletions.count);
	await store.setState({ allowedDeletions: stagedDeletions.hash });
	return true;
}

/** A later cycle held back other changes than those that the operator saw. Nothing was allowed. */
export class HeldBackChangedError extends Error {
	override readonly name = "HeldBackChangedError";

	/** @param count held back now, as far as the log shows it */
	constructor(count: number) {
		const now =
			count === 0
				? "which the log does not show yet"
				: `now ${counted(count, "deactivation or deletion", "deactivations and deletions")}`;
		super(
			`Nothing was allowed: a cycle has held back other changes since they were shown, ${now}. Check them, and allow them again.`,
		);
	}
}

/** Revokes what was allowed. Held-back changes stay held back until their cause is fixed. */
export function rejectDeletions(store: Pick<Store, "setState">): Promise<void> {
	return store.setState({ allowedDeletions: null });
}
