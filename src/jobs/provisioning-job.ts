import type { CycleSummary } from "../ports/event.ts";
import type { LogEntry } from "../ports/log/log-entry.ts";
import type { Escrow } from "../ports/store/escrow.ts";
import type { LogFilter, LogQuery } from "../ports/store/log-query.ts";
import type { ResetScope } from "../setup/reset-scope.ts";
import type { JobStatus } from "./job-status.ts";
import type { OnDemandOptions, OnDemandReport } from "./on-demand-report.ts";
import type { PlanOptions, PlanReport } from "./plan-report.ts";

/**
 * An operation that not every kind of job has. Where it is missing there is nothing to call, only the reason, as one sentence for the
 * operator: a console leaves the command out and shows why.
 */
export type Capability<Operation> = { readonly perform: Operation } | { readonly missing: string };

/**
 * What the next cycle starts without. `watermark`: all users are compared again, links stay. `full`: links are dropped too, and all
 * users are re-matched. Both end a quarantine and forget failed attempts. The names are those of Graph's `resetScope`.
 */
export type RestartScope = "watermark" | "full";

/** What only some kinds of jobs can do. */
export type JobCapabilities = {
	/**
	 * Runs one cycle now and resolves with its end. During a cycle it is remembered once and runs after it. The users with the `excluded`
	 * source ids are left out of this cycle, and read again by the next one; rejects during a cycle when there are any.
	 */
	readonly runNow: Capability<
		(signal?: AbortSignal, options?: { readonly excluded?: readonly string[] }) => Promise<CycleSummary>
	>;
	/** Stops the running cycle after in-flight requests; the job stays On. */
	readonly stop: Capability<() => Promise<void>>;
	/** What the next cycle would do, without a single write. */
	readonly plan: Capability<(options?: PlanOptions) => Promise<PlanReport>>;
	/** The log entries of the changes that the deletion guard holds back now. */
	readonly heldBack: Capability<() => Promise<readonly LogEntry[]>>;
	/** Withdraws the permission given by `allowDeletions`. */
	readonly rejectDeletions: Capability<() => Promise<void>>;
	/** Users who failed and will be retried, those due first at the top. */
	readonly failed: Capability<() => Promise<readonly Escrow[]>>;
	/** Retries failed users in the next cycle, whatever their back-off; all when no source ids are given. */
	readonly retryNow: Capability<(sourceIds?: readonly string[]) => Promise<void>>;
	/** What on demand would do for a user, without a single write. */
	readonly preview: Capability<
		(userId: string, options?: Omit<OnDemandOptions, "perform">) => Promise<OnDemandReport>
	>;
	/** Restarts without what is named, in any combination. */
	readonly reset: Capability<(scopes: readonly ResetScope[]) => Promise<void>>;
};

/**
 * Something that provisions the users of one profile: the engine of this program, or a service elsewhere. Consoles and commands drive
 * it without knowing which. While it works, it emits `EngineEvent`s to whoever made it, however it learns of them.
 *
 * All methods reject with an error whose `message` can be shown as it is.
 */
export interface ProvisioningJob {
	readonly capabilities: JobCapabilities;
	/** Reads the status where it is kept; costs no request to the target. `fresh`: also where it was read a moment ago. */
	readonly status: (options?: { readonly fresh?: boolean }) => Promise<JobStatus>;
	/** The newest entry of the log; undefined when the log is empty. */
	readonly newestEntry: () => Promise<LogEntry | undefined>;
	/** On: a cycle now, then one per interval. Off: stops after in-flight requests. */
	readonly setEnabled: (enabled: boolean) => Promise<void>;
	/** Ends the running cycle after in-flight requests; the next one starts without what the scope names. */
	readonly restart: (scope: RestartScope) => Promise<void>;
	/** Provisions one user now, in Entra's five steps. */
	readonly onDemand: (userId: string, options: OnDemandOptions) => Promise<OnDemandReport>;
	/**
	 * Allows the changes that the deletion guard holds back, one time. Rejects when there are none.
	 *
	 * @param seen the hash of the changes that the operator saw (`changesHeldBack`). Rejects when others are held back now. Undefined:
	 * not compared, as while Entra's log does not show them.
	 */
	readonly allowDeletions: (seen?: string) => Promise<void>;
	/** The provisioning log, one page per call. */
	readonly log: (query: LogQuery) => Promise<readonly LogEntry[]>;
	/**
	 * The newest entry of each of these source users that has one, in no order. Where reading all of the log would take requests, only what
	 * was read of it counts.
	 */
	readonly newestOfEach: (sourceIds: readonly string[]) => Promise<readonly LogEntry[]>;
	readonly countLog: (query: LogFilter) => Promise<number>;
}
