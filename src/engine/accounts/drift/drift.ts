import type { LogEntry, LogIdentity, ModifiedProperty } from "../../../ports/log/log-entry.ts";
import type { CycleCounts } from "../../../ports/store/cycle.ts";
import type { PlannedAction, PlannedType } from "../../plan/action/planned-action.ts";
import type { WorkItem } from "../../plan/plan-work-item.ts";

/**
 * What happened to a managed account outside sumo-provision. `reactivated`: it is active although its user may not sign in.
 * `notApplied`: the target accepted a change from here and has still not applied it, so no one else changed the account.
 */
export const driftKinds = ["changed", "deactivated", "reactivated", "deleted", "notApplied"] as const;
export type DriftKind = (typeof driftKinds)[number];

/** One account that differs from what was sent for its user, who has not changed at the source since. */
export type Drift = {
	readonly kind: DriftKind;
	readonly source: LogIdentity;
	/** The account; if it was deleted, as recorded in the link. */
	readonly target: LogIdentity;
	/** `old` is what the target has, `new` what it should have. */
	readonly changes: readonly ModifiedProperty[];
	/** The attributes among `changes` for which the target accepted a change from here; all of them if `kind` is `notApplied`. */
	readonly notApplied: readonly string[];
	/** The action that repairs it; `skip` when the profile does not permit it, `fail` when the target is known to refuse it. */
	readonly mend: PlannedType;
	/** `held`: the repair is held back by the deletion guard. */
	readonly outcome: "found" | "repaired" | "failed" | "held";
	/** Its log entry; null when the log already has one: found before and unchanged, or failed for the same reason. */
	readonly entry: LogEntry | null;
};

export type DriftReport = {
	/** The run in the log. */
	readonly cycleId: string;
	/** Managed accounts that were compared. */
	readonly compared: number;
	/** Users who changed at the source: the next cycle provisions them; this is not drift. */
	readonly pending: number;
	readonly found: readonly Drift[];
	/** What was repaired; findings that were not repaired count as skipped, those held back by the deletion guard as staged. */
	readonly counts: CycleCounts;
};

/** The progress of a drift check. `total` is null when it is not known. */
export type DriftProgress = {
	readonly phase: "reading source" | "reading target" | "comparing" | "repairing";
	readonly done: number;
	readonly total: number | null;
};

export type DriftOptions = {
	readonly repair: boolean;
	/** Ids of the source users to compare, even if they failed and wait to be retried; absent: all users except those. */
	readonly only?: ReadonlySet<string> | undefined;
	/** `cycle`, or the operator's login name. */
	readonly initiatedBy: string;
	readonly signal?: AbortSignal | undefined;
	readonly onProgress?: ((progress: DriftProgress) => void) | undefined;
};

/** Drift cannot be distinguished from changes that a cycle has not made yet. */
export class NotComparableError extends Error {
	override readonly name = "NotComparableError";
	readonly code = "not-comparable";
}

/** A difference that was found, before anything is done about it. */
export type Found = {
	readonly workItem: WorkItem;
	readonly action: PlannedAction;
	readonly kind: DriftKind;
	/** The attributes for which the target accepted a change from here. */
	readonly notApplied: readonly string[];
};

/** What an action would change. */
export function changesOf(action: PlannedAction): readonly ModifiedProperty[] {
	return action.type === "link" || action.type === "unlink" ? [] : action.changes;
}
