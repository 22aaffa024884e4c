import type { ErrorCode } from "./errors/error-code.ts";
import type { Remedy } from "./errors/remedy.ts";
import type { LogIdentity } from "./log/log-entry.ts";

/** Something that needs an operator, or time, and stays open until it is solved, whatever the last cycle did. Times in milliseconds since 1970. */
export type OpenMatter = {
	readonly since: number;
	/** How often it was tried without success; null where nothing is tried until an operator decides. */
	readonly attempts: number | null;
	/** When it is tried again; null when that is not planned: only an operator, or a change, starts the next attempt. */
	readonly nextAttempt: number | null;
	/** What is wrong. */
	readonly reason: string;
	/** What the operator can do, as a sentence without a key, a screen or a command, and as data. */
	readonly recommendedAction: string;
	readonly remedy: Remedy;
} & OpenMatterKind;

type OpenMatterKind =
	/** Cycles run less often until the cause is fixed. `switchedOff`: it lasted so long that provisioning was switched Off. */
	| { readonly kind: "quarantine"; readonly code: ErrorCode; readonly switchedOff: boolean }
	/** Cycles failed as a whole since the last one that completed. `cycleId`: the newest; null when Entra's log does not name it. */
	| { readonly kind: "cycleFailed"; readonly code: ErrorCode; readonly cycleId: string | null }
	/** The target takes no requests for now, and stopped the last cycles. `cycleId`: the newest. Ends automatically. */
	| { readonly kind: "paused"; readonly cycleId: string }
	/**
	 * Deactivations and deletions that the deletion guard holds back. `users`: the first of them. `allowed`: the next cycle
	 * makes the changes. `hash` names this set of changes.
	 */
	| {
			readonly kind: "changesHeldBack";
			readonly count: number;
			readonly threshold: number;
			readonly users: readonly NonNullable<LogIdentity>[];
			readonly allowed: boolean;
			readonly cycleId: string;
			readonly hash: string;
	  }
	/** A user who fails. `code`: an `ErrorCode`, or in Entra's own job any code of that service. */
	| { readonly kind: "userFails"; readonly code: string; readonly user: NonNullable<LogIdentity> }
	/** The target accepted a change of a user without applying it. */
	| { readonly kind: "changeNotApplied"; readonly code: ErrorCode; readonly user: NonNullable<LogIdentity> };

/** What the deletion guard holds back; undefined when it holds nothing back. */
export function changesHeldBack(
	matters: readonly OpenMatter[],
): Extract<OpenMatter, { readonly kind: "changesHeldBack" }> | undefined {
	return matters.find((matter) => matter.kind === "changesHeldBack");
}

export const openMatterKinds = [
	"quarantine",
	"cycleFailed",
	"paused",
	"changesHeldBack",
	"userFails",
	"changeNotApplied",
] as const satisfies readonly OpenMatter["kind"][];
