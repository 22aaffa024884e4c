import type { ProvisioningError } from "../../ports/errors/error-code.ts";
import { linkDetail } from "../../ports/log/log-action-name.ts";
import type { LogAction, LogStatus, LogStep, NewLogEntry } from "../../ports/log/log-entry.ts";
import type { EscrowChange } from "../../ports/store/escrow.ts";
import type { Link, LinkChange } from "../../ports/store/link.ts";
import type { ScimUser } from "../../scim/resource.ts";
import { nameOf, principalNameOf } from "../../source/source-user.ts";
import type { PlannedAction } from "../plan/action/planned-action.ts";
import type { WorkItem } from "../plan/plan-work-item.ts";
import { afterFailure } from "./escrow.ts";

/** The run that a change belongs to, and who initiated it. */
export type Run = { readonly cycleId: string; readonly initiatedBy: string };

/** The log's name for what a plan does, or would have done. */
export function logAction(action: PlannedAction): LogAction {
	switch (action.type) {
		case "create":
			return "Create";
		case "update":
			return "Update";
		case "enable":
			return "Enable";
		case "disable":
			return "Disable";
		case "delete":
			return "Delete";
		case "fail":
			if (action.error.code === "BlockedByDeactivatedAccount") return "Enable";
			return action.target === null ? "Create" : "Update";
		default:
			return "Other";
	}
}

/** The entry that all outcomes of an action start from; unmodified, it is the entry of a successful change. */
export function entryOf(action: PlannedAction, run: Run, changeId: string, time: number): NewLogEntry {
	const changes = action.type === "link" || action.type === "unlink" ? [] : action.changes;
	return {
		...run,
		changeId,
		time,
		action: logAction(action),
		status: action.type === "skip" ? "skipped" : action.type === "fail" ? "failure" : "success",
		durationMs: 0,
		source: action.source,
		target: action.target,
		steps: stepsOf(action),
		modifiedProperties: changes,
		skipReason: action.type === "skip" ? action.reason : null,
		error: action.type === "fail" ? action.error : null,
	};
}

/** The steps of an action; the last one of a link or unlink has it as data too. */
function stepsOf({ type, steps }: PlannedAction): readonly LogStep[] {
	const last = steps.at(-1);
	if (last === undefined || (type !== "link" && type !== "unlink")) return steps;
	const detail = type === "link" ? linkDetail.made : linkDetail.removed;
	return [...steps.slice(0, -1), { ...last, details: [...(last.details ?? []), detail] }];
}

/** The detail of the last step of a change that only the target's answer shows: its account was not read after it. */
export const shownByAnswer = { name: "evidence", value: "answer" } as const;

/** Whether only the target's answer showed that the change was made. */
export function isShownByAnswer({ steps }: NewLogEntry): boolean {
	const details = steps.at(-1)?.details ?? [];
	return details.some(({ name, value }) => name === shownByAnswer.name && value === shownByAnswer.value);
}

/** The entry with its last step: the target's response. */
export function exported(
	entry: NewLogEntry,
	status: LogStatus,
	description: string,
	details: NonNullable<LogStep["details"]> = [],
): NewLogEntry {
	const shown = details.length === 0 ? {} : { details };
	const export_: LogStep = { type: "export", status, description, ...shown };
	return { ...entry, steps: [...entry.steps, export_] };
}

/** The link after a successful action: managed, released, or none. `account` is null when it no longer exists. */
export function linkAfter(
	workItem: WorkItem,
	action: PlannedAction,
	account: Pick<ScimUser, "id" | "userName"> | null,
	now: number,
): LinkChange {
	const { sourceId } = workItem;
	if (action.type === "delete") return { type: "drop", sourceId };
	if (action.type === "disable" || action.type === "unlink") {
		const isGone = account === null || action.reason === "DeletedAtSource";
		if (isGone) return { type: "drop", sourceId };
		const leftScope = action.reason === "Unassigned" || action.reason === "OutOfScope";
		return { type: "put", link: newLink(workItem, account, leftScope ? "released" : "managed", now) };
	}
	if (account === null) return { type: "keep" };
	return { type: "put", link: newLink(workItem, account, "managed", now) };
}

/** The link of a work item with an account; `since` stays when only the fingerprint changes. */
export function newLink(
	{ sourceId, user, link, fingerprint }: WorkItem,
	account: Pick<ScimUser, "id" | "userName">,
	state: Link["state"],
	now: number,
): Link {
	const isSame = link !== undefined && link.state === state && link.targetId === account.id;
	const displayName = user ? nameOf(user) : (link?.displayName ?? account.userName);
	const since = isSame ? link.since : now;
	return {
		sourceId,
		targetId: account.id,
		userName: account.userName,
		displayName,
		state,
		since,
		fingerprint: fingerprint(),
	};
}

/** Escrow after an attempt: a failure puts the user in escrow or updates the entry, any other outcome removes it. */
export function escrowAfter(workItem: WorkItem, error: ProvisioningError | null, now: number): EscrowChange {
	const { escrow, sourceId, user, link, fingerprint } = workItem;
	if (error === null) return escrow ? { type: "release", sourceId } : { type: "keep" };
	const displayName = user ? nameOf(user) : (link?.displayName ?? sourceId);
	const userName = user ? principalNameOf(user) : (link?.userName ?? "");
	const failed = { sourceId, displayName, userName, fingerprint: fingerprint() };
	return { type: "put", escrow: afterFailure(escrow, failed, error, now) };
}
