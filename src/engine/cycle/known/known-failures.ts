import type { Escrow } from "../../../ports/store/escrow.ts";
import { asSentence } from "../../../text/as-sentence.ts";
import type { PlannedAction } from "../../plan/action/planned-action.ts";
import { step } from "../../plan/plan-steps.ts";
import type { WorkItem } from "../../plan/plan-work-item.ts";
import {
	failingSince,
	failuresOf,
	isFreeToRetry,
	isOldNews,
	nextAttemptOf,
	withPresentCause,
} from "../../record/escrow.ts";

/** Why a user who failed before is skipped: nothing is tried until the next attempt is due. */
export function waitingAction(failed: Escrow, now: number): Extract<PlannedAction, { type: "skip" }> {
	const { sourceId: id, displayName, userName, code, reason } = failed;
	const failures = failuresOf(failed);
	const nextAttempt = nextAttemptOf(failed, now);
	const times = failures === 1 ? "Failed once" : `Failed ${failures} times in a row`;
	const detail = `${times} with ${code}: ${asSentence(reason)} ${nextWords(failed, nextAttempt)}`;
	return {
		type: "skip",
		reason: "InEscrow",
		detail,
		source: { id, displayName, userName },
		target: null,
		steps: [step("processing", "skipped", detail)],
		changes: [],
		failure: { code, reason, attempts: failures, since: failingSince(failed), nextAttempt },
	};
}

/** A failure that is known and not due becomes a skip, as for users who are not checked at all. It shows the present reason. */
export function withKnownFailure(action: PlannedAction, workItem: WorkItem, now: number): PlannedAction {
	const { escrow, fingerprint } = workItem;
	if (action.type !== "fail" || escrow === undefined) return action;
	if (!isOldNews(escrow, fingerprint(), action.error, now)) return action;
	return waitingAction(withPresentCause(escrow, action.error), now);
}

function nextWords(failed: Escrow, nextAttempt: number | null): string {
	if (nextAttempt === null) return "Given up after 28 days: retried after a change of the user.";
	if (isFreeToRetry(failed)) return "Checked again whenever the source changes.";
	return `Next attempt: ${new Date(nextAttempt).toISOString()}.`;
}
