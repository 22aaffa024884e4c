import type { JobStatus } from "../setup/job-status.ts";
import type { ResetScope } from "../setup/reset-scope.ts";
import type { NewLogEntry } from "./log/log-entry.ts";

/** An entry of Entra's provisioning log, before it is numbered here. */
export type HostedLogEntry = NewLogEntry & {
	/** Graph's id of the entry. */
	readonly id: string;
	/** What was provisioned, `User` or `Group`; absent when the entry does not say. */
	readonly objectType?: string;
};

/** An entry of Entra's log that cannot be read, and so is left out. */
export type UnreadableEntry = {
	/** Graph's id of the entry; in words when it has none. */
	readonly name: string;
	/** The first part of it that is not as documented: `activityDateTime`. */
	readonly part: string;
};

/** Which entries of Entra's provisioning log to read. Milliseconds since 1970: not before, and before. */
export type HostedLogRange = { readonly since: number; readonly until?: number };

/**
 * A service elsewhere that provisions the users of one application: Entra's own job. All methods reject with `DirectoryError`, or with
 * the signal's reason when aborted.
 */
export interface HostedService {
	status(signal?: AbortSignal): Promise<JobStatus>;
	/** Starts or resumes the job, and ends a quarantine. */
	start(signal?: AbortSignal): Promise<void>;
	/** The running cycle still ends. */
	pause(signal?: AbortSignal): Promise<void>;
	restart(scopes: readonly ResetScope[], signal?: AbortSignal): Promise<void>;
	/** Provisions one user now. A failure of the user is an entry with the status `failure`, not a rejection. */
	onDemand(userId: string, signal?: AbortSignal): Promise<NewLogEntry>;
	/** The entries of that time, oldest first, each once. Entra shows them with a delay. */
	log(range: HostedLogRange, signal?: AbortSignal): Promise<readonly HostedLogEntry[]>;
}
