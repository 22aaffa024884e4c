import type { Store } from "../../../ports/store/store.ts";
import { isHeldUp } from "../../cycle/read/fixed-causes.ts";
import type { Execution } from "../../execute/execution.ts";
import { inParallel } from "../../parallel/in-parallel.ts";
import { failedLookUp } from "../../plan/failed-look-up.ts";
import { planWorkItem, type WorkItem } from "../../plan/plan-work-item.ts";

/** Users without an account of theirs who wait because another account was in their way. The list of accounts shows whether it still is. */
export function heldUpBefore(workItems: Iterable<WorkItem>, now: number): readonly WorkItem[] {
	return [...workItems].filter(
		({ escrow, link }) =>
			link?.state !== "managed" && escrow !== undefined && escrow.nextAttempt > now && isHeldUp(escrow),
	);
}

/**
 * Makes those of these users due for whom the accounts show nothing in the way anymore. Plans them, and writes nothing to the target. A user
 * whose look-up the target refuses keeps waiting.
 *
 * @throws ScimError when the target cannot be reached
 */
export async function freeHeldUp(
	waiting: readonly WorkItem[],
	{
		executionFor,
		concurrency,
		signal,
		store,
		now,
	}: {
		readonly executionFor: (workItem: WorkItem) => Execution;
		readonly concurrency: number;
		readonly signal: AbortSignal;
		readonly store: Pick<Store, "retryEscrow">;
		/** Milliseconds since 1970. */
		readonly now: number;
	},
): Promise<void> {
	const freed: string[] = [];
	const look = async (workItem: WorkItem) => {
		const { action } = await planWorkItem(workItem, executionFor(workItem)).catch((fault: unknown) => {
			signal.throwIfAborted();
			return failedLookUp(workItem, fault);
		});
		if (action.type !== "fail") freed.push(workItem.sourceId);
	};
	await inParallel(waiting, concurrency, look, signal);
	if (freed.length > 0) await store.retryEscrow(freed, now);
}
