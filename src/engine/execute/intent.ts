import type { NewLogEntry } from "../../ports/log/log-entry.ts";
import type { Intent } from "../../ports/store/intent.ts";
import type { Snapshot } from "../../ports/store/snapshot.ts";
import { desiredUserName, type Write } from "../plan/action/desired-state.ts";
import type { WorkItem } from "../plan/plan-work-item.ts";
import { linkAfter, logAction } from "../record/outcome.ts";
import { snapshotOf } from "../record/snapshot.ts";

/** What is recorded of an action before its request is sent. */
export function intentOf(
	workItem: WorkItem,
	action: Write,
	operations: Intent["operations"],
	entry: NewLogEntry,
	now: number,
): Intent {
	const userName = desiredUserName(action);
	const account = action.type === "create" ? { id: "", userName } : action.present;
	const change = linkAfter(workItem, action, account, now);
	return {
		changeId: entry.changeId,
		cycleId: entry.cycleId,
		action: logAction(action),
		sourceId: workItem.sourceId,
		targetId: action.type === "create" ? null : action.present.id,
		userName,
		operations,
		entry,
		link: change.type === "put" ? change.link : null,
	};
}

/** The account as it is before it is deleted. */
export function snapshotBefore(
	action: Write,
	{ changeId, initiatedBy }: NewLogEntry,
	now: number,
): Snapshot | undefined {
	if (action.type !== "delete") return undefined;
	const deletion = { changeId, takenAt: now, classic: null, content: null, deletedBy: initiatedBy };
	return snapshotOf(action.present, deletion);
}
