import type { Profile } from "../../config/profile.ts";
import type { JobStatus } from "../../jobs/job-status.ts";
import type { OnDemandOptions, OnDemandReport } from "../../jobs/on-demand-report.ts";
import type { PlanOptions, PlanReport } from "../../jobs/plan-report.ts";
import type { JobCapabilities } from "../../jobs/provisioning-job.ts";
import type { CycleSummary, EngineEvent, Progress } from "../../ports/event.ts";
import type { LogEntry } from "../../ports/log/log-entry.ts";
import type { Escrow } from "../../ports/store/escrow.ts";
import type { LogFilter, LogQuery } from "../../ports/store/log-query.ts";
import type { ResetScope } from "../../setup/reset-scope.ts";

export type { OnDemandReport, OnDemandStep } from "../../jobs/on-demand-report.ts";
export type { PlanReport } from "../../jobs/plan-report.ts";

/** What the header and the provisioning screen show. */
export type ProvisioningStatus = JobStatus & {
	/** How far the cycle is that runs in this process; null when none does. */
	readonly running: Progress | null;
	readonly limit: { readonly perSecond: number; readonly used: number };
};

/** The last plan that was made while the profile is open. */
export type LastPlan = Pick<PlanReport, "counts" | "guard" | "forecastSeconds" | "basis"> & {
	/** Milliseconds since 1970. */
	readonly madeAt: number;
	/** Whether a cycle has run, or profile, source or target were changed since then. */
	readonly isOutdated: boolean;
};

/** `direct`: the engine of this program provisions. `hosted`: Entra's own job does. */
export type ProvisioningMode = Profile["provisioning"]["mode"];

export interface Provisioning {
	readonly mode: () => ProvisioningMode;
	/** Why the job of this mode cannot do something, as one sentence for the operator; null when it can. */
	readonly missing: (name: keyof JobCapabilities) => string | null;
	readonly status: () => ProvisioningStatus;
	/** Reads the status again now, also that of Entra's job, which is otherwise read after a while. */
	readonly readAgain: () => Promise<void>;
	/** Every engine event from now on. Returns how to stop. */
	readonly subscribe: (listener: (event: EngineEvent) => void) => () => void;
	/** On: runs a cycle now, then one per interval while this process runs. Off: stops after in-flight requests. */
	readonly setEnabled: (enabled: boolean) => Promise<void>;
	/**
	 * Runs one cycle now. During a cycle it is remembered once and runs after it. The users with the `excluded` source ids are left out of
	 * this cycle, and read again by the next one; rejects during a cycle when there are any.
	 */
	readonly runNow: (
		signal?: AbortSignal,
		options?: { readonly excluded?: readonly string[] },
	) => Promise<CycleSummary>;
	/** Stops the running cycle after in-flight requests. */
	readonly stop: () => Promise<void>;
	/** What the next cycle would do, without a single write. */
	readonly plan: (options?: PlanOptions) => Promise<PlanReport>;
	/** Null until a plan was made. */
	readonly lastPlan: () => LastPlan | null;
	/** The next cycle reads everything again; `full` also drops all links. */
	readonly restart: (options: { readonly full: boolean }) => Promise<void>;
	/** Restarts Entra's own job without what is named. */
	readonly reset: (scopes: readonly ResetScope[]) => Promise<void>;
	/**
	 * Allows the held-back deactivations and deletions one time.
	 *
	 * @param seen the hash of those that the operator saw (`changesHeldBack`). Rejects when others are held back now.
	 */
	readonly allowDeletions: (seen?: string) => Promise<void>;
	/** Withdraws the permission; what is held back stays so until its cause is fixed. */
	readonly rejectDeletions: () => Promise<void>;
	/** The log entries of what the deletion guard holds back now. */
	readonly heldBack: () => Promise<readonly LogEntry[]>;
	/** Users who failed and will be retried, those due first at the top. */
	readonly failed: () => Promise<readonly Escrow[]>;
	/** Retries failed users in the next cycle, whatever their back-off; all when no ids are given. */
	readonly retryNow: (sourceIds?: readonly string[]) => Promise<void>;
	/** Entra's five steps for one user; `perform: false` only shows them. */
	readonly onDemand: (userId: string, options: OnDemandOptions) => Promise<OnDemandReport>;
	/**
	 * The last entries of the log, newest first, if the profile was opened to be shown and nothing was logged since; otherwise empty. The
	 * first screen is drawn with them instead of waiting for a read.
	 */
	readonly recent: () => readonly LogEntry[];
	readonly log: (query: LogQuery) => Promise<readonly LogEntry[]>;
	/**
	 * The newest entry of each of these source users that has one, in no order. Where reading all of the log would take requests, only what
	 * was read of it counts.
	 */
	readonly newestOfEach: (sourceIds: readonly string[]) => Promise<readonly LogEntry[]>;
	readonly countLog: (query: LogFilter) => Promise<number>;
}
