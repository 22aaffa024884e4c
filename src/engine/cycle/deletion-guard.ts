import { counted } from "../../text/counted.ts";
import { shortHash } from "../plan/fingerprint.ts";
import type { EngineSettings } from "../plan/settings.ts";

/** A deactivation or deletion that a cycle plans. `isManaged`: of an account under management before the cycle. */
export type Removal = {
	readonly sourceId: string;
	readonly type: "disable" | "delete";
	readonly isManaged: boolean;
};

/** What the guard knows about a cycle. */
export type GuardInput = {
	readonly removals: readonly Removal[];
	/** Accounts under management before the cycle. */
	readonly managed: number;
	/** Managed users who were missing from a full read of the source. */
	readonly missing: number;
	/** Null when the source was not read in full. */
	readonly seen: number | null;
	/** Hash of the changes that the operator allowed one time. */
	readonly allowed: string | null;
	readonly settings: EngineSettings["deletionGuard"];
};

export type GuardDecision =
	| { readonly type: "go" }
	| {
			readonly type: "hold";
			/** Identifies this set of changes. */
			readonly hash: string;
			readonly held: number;
			readonly threshold: number;
			readonly cause: GuardCause;
			/** To show to the operator. */
			readonly reason: string;
	  };

/**
 * Why changes are held back. `source`: it shows no users, or too few of them; `all`: no managed account would stay; `count`: more than
 * the threshold.
 */
export type GuardCause = "source" | "all" | "count";

/**
 * The deletion guard. Beyond the greater of a count and a share of all managed accounts, nothing is
 * disabled or deleted until an operator has allowed exactly this set. The same applies when the source is suddenly empty, or
 * has less than half of the managed users, or when no managed account would stay: then the file is broken, or permissions or
 * assignments were lost.
 *
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/accidental-deletions
 */
export function checkRemovals(input: GuardInput): GuardDecision {
	const { removals, managed, missing, seen, allowed, settings } = input;
	if (!settings.enabled || removals.length === 0) return { type: "go" };
	const hash = removalHash(removals);
	if (hash === allowed) return { type: "go" };
	const threshold = thresholdOf(settings, managed);
	const hold = (cause: GuardCause, reason: string): GuardDecision => ({
		type: "hold",
		hash,
		held: removals.length,
		threshold,
		cause,
		reason,
	});
	if (seen === 0) return hold("source", "The source shows no users at all.");
	if (missing >= 3 && missing * 2 > managed)
		return hold("source", `The source no longer shows ${missing} of ${managed} managed users.`);
	const ofManaged = removals.filter(({ isManaged }) => isManaged).length;
	const excess = tooMany({ removals: removals.length, ofManaged, managed }, settings);
	return excess === null ? { type: "go" } : hold(excess.cause, excess.reason);
}

/**
 * Why so many deactivations and deletions are held back, whatever the source shows; null when they are not.
 *
 * @param counts `ofManaged`: those of managed accounts; `managed`: such accounts before the cycle
 */
export function tooMany(
	{
		removals,
		ofManaged,
		managed,
	}: { readonly removals: number; readonly ofManaged: number; readonly managed: number },
	settings: EngineSettings["deletionGuard"],
): { readonly cause: Exclude<GuardCause, "source">; readonly reason: string } | null {
	if (!settings.enabled || removals === 0) return null;
	if (managed >= 3 && ofManaged >= managed)
		return { cause: "all", reason: `All ${managed} managed accounts would be disabled or deleted.` };
	const threshold = thresholdOf(settings, managed);
	if (removals <= threshold) return null;
	const reason = `${counted(removals, "account")} would be disabled or deleted, more than the ${threshold} allowed in a cycle.`;
	return { cause: "count", reason };
}

/** Maximum of accounts to disable or delete in one cycle. */
function thresholdOf({ count, percent }: EngineSettings["deletionGuard"], managed: number): number {
	return Math.max(count, Math.floor((managed * percent) / 100));
}

/** Identifies a set of changes, in any order. */
export function removalHash(removals: readonly Removal[]): string {
	return shortHash(removals.map(removalKey).sort().join("\n"));
}

/** Identifies one change among those of a cycle. */
export function removalKey({ type, sourceId }: Pick<Removal, "type" | "sourceId">): string {
	return `${type} ${sourceId}`;
}
