import type { ErrorCode, ProvisioningError } from "../errors/error-code.ts";
import type { Watermark } from "../source/directory.ts";

/** The state kept between runs, in addition to links and log. */
export type JobState = {
	/** Provisioning status: On or Off. */
	readonly enabled: boolean;
	readonly watermark: Watermark | null;
	/** The pair of source and target that the links belong to: links of another pair must never be used. Null at first. */
	readonly pair: string | null;
	/** Hash of the mappings and scope at the watermark: a different one makes the next cycle an initial one. */
	readonly configuration: string | null;
	/** When the next cycle is due, milliseconds since 1970; null when Off. */
	readonly nextRun: number | null;
	readonly quarantine: {
		readonly since: number;
		/** When the last attempt failed, milliseconds since 1970. Absent if an older version wrote it. */
		readonly lastFailed?: number;
		/** How long it has lasted up to then by its attempts, whatever the clock shows. Absent if an older version wrote it. */
		readonly lastedMs?: number;
		readonly code: ErrorCode;
		readonly reason: string;
		readonly attempts: number;
		/** It lasted 28 days, so provisioning was switched Off. */
		readonly switchedOff: boolean;
	} | null;
	/** The held-back changes that the operator allowed one time: the change set's hash; null for none. */
	readonly allowedDeletions: string | null;
	/** Deactivations and deletions that the deletion guard holds back: the change set's hash, and the cycle whose log entries name them. */
	readonly stagedDeletions: {
		readonly hash: string;
		readonly count: number;
		readonly threshold: number;
		/** Why they are held back; absent where an older version held them back. */
		readonly reason?: string;
		readonly cycleId: string;
		readonly since: number;
	} | null;
	/** Cycles that failed as a whole, one after the other, since the last one that completed; null when none did. `cycleId`: the newest. */
	readonly failedCycles: {
		readonly cycleId: string;
		readonly since: number;
		readonly lastFailed: number;
		readonly attempts: number;
		readonly error: ProvisioningError;
	} | null;
	/** Until when the target asked to send nothing, milliseconds since 1970; null when it did not, or a cycle has completed since. */
	readonly pausedUntil: number | null;
	/** What the target did when it was last asked to enable a deactivated account; null: not known, or to be tried again. */
	readonly enabling: { readonly accepted: boolean; readonly since: number } | null;
	/**
	 * What notifications were sent for and is still open: error codes, the change set's hash, the code of failed cycles, and
	 * failing users. `users` is absent if an older version wrote it.
	 */
	readonly notified: {
		readonly quarantine: string | null;
		readonly stagedDeletions: string | null;
		readonly cycleFailed: string | null;
		/** Absent: no pause was notified that is still open. */
		readonly paused?: boolean;
		readonly failures: readonly string[];
		readonly users?: readonly { readonly id: string; readonly name: string; readonly code: string }[];
	} | null;
};

/** The part of the store for the job's state. */
export interface JobStateStore {
	state(): Promise<JobState>;
	setState(change: Partial<JobState>): Promise<void>;
}
