import type { LinkChange } from "../../ports/store/link.ts";
import type { Outcome } from "../../ports/store/outcome.ts";
import type { PlannedAction } from "../plan/action/planned-action.ts";
import type { WorkItem } from "../plan/plan-work-item.ts";
import { isOldNews } from "../record/escrow.ts";
import { entryOf, escrowAfter, linkAfter } from "../record/outcome.ts";
import type { Done, Execution } from "./execution.ts";

/** Updates only the link of a user without changes. */
export async function skip(
	workItem: WorkItem,
	action: Extract<PlannedAction, { type: "skip" }>,
	{ store, ledger, run, clock }: Execution,
): Promise<Done> {
	const { link, escrow, sourceId } = workItem;
	const fingerprint = workItem.fingerprint();
	if (action.reason === "Unchanged") {
		if (link && link.fingerprint !== fingerprint) await store.putLink({ ...link, fingerprint });
		if (escrow) await store.releaseEscrow([sourceId]);
		return {
			action,
			entry: null,
			error: null,
			fault: undefined,
			sent: false,
			account: link?.targetId ?? null,
		};
	}
	const now = clock.now();
	const change: LinkChange =
		link && link.fingerprint !== fingerprint
			? { type: "put", link: { ...link, fingerprint } }
			: { type: "keep" };
	const outcome: Outcome = {
		entry: entryOf(action, run, clock.id(), now),
		link: change,
		escrow: escrowAfter(workItem, null, now),
	};
	return { action, entry: ledger.settle(outcome), error: null, fault: undefined, sent: false, account: null };
}

/** Logs a failure that is known before anything is sent, unless the log has it already. */
export function fail(
	workItem: WorkItem,
	action: Extract<PlannedAction, { type: "fail" }>,
	{ ledger, run, clock }: Execution,
): Done {
	const { error } = action;
	const now = clock.now();
	const done = { action, error, fault: undefined, sent: false, account: null };
	if (isOldNews(workItem.escrow, workItem.fingerprint(), error, now)) return { ...done, entry: null };
	const entry = entryOf(action, run, clock.id(), now);
	const outcome: Outcome = { entry, link: { type: "keep" }, escrow: escrowAfter(workItem, error, now) };
	return { ...done, entry: ledger.settle(outcome) };
}

/** Only the link changes: no request. */
export function record(
	workItem: WorkItem,
	action: Extract<PlannedAction, { type: "link" | "unlink" }>,
	{ ledger, run, clock }: Execution,
): Done {
	const now = clock.now();
	const account = action.type === "link" ? action.present : action.target;
	const outcome: Outcome = {
		entry: entryOf(action, run, clock.id(), now),
		link: linkAfter(workItem, action, account, now),
		escrow: escrowAfter(workItem, null, now),
	};
	const linked = action.type === "link" ? action.present.id : null;
	return {
		action,
		entry: ledger.settle(outcome),
		error: null,
		fault: undefined,
		sent: false,
		account: linked,
	};
}
