import type { Remedy } from "../ports/errors/remedy.ts";
import type { CycleSummary } from "../ports/event.ts";
import type { OpenMatter } from "../ports/open-matter.ts";
import type { Cycle } from "../ports/store/cycle.ts";
import type { JobStatus as HostedJobStatus } from "../setup/job-status.ts";

/** What is known about a job without running it. Times are milliseconds since 1970. */
export type JobStatus = {
	/** On or Off. */
	readonly enabled: boolean;
	/** The newest cycle that ended, whoever ran it; null before the first one. */
	readonly lastCycle: CycleSummary | null;
	/** When the next cycle is due; null when Off. */
	readonly nextRun: number | null;
	readonly quarantine: { readonly since: number; readonly reason: string } | null;
	/** Set when another process runs this profile: this process can read, but not run. */
	readonly otherRunner: string | null;
	/** Deactivations and deletions held back, waiting for the operator. */
	readonly staged: number;
	/** Everything that stays open until it is solved, whatever the last cycle did. */
	readonly openMatters: readonly OpenMatter[];
	/** The last cycles, newest first, whichever process ran them; absent where the job does not keep them. */
	readonly recentCycles?: readonly Cycle[];
	/**
	 * Accounts that were found changed outside sumo-provision and are not repaired, at the last comparison; null before one is known. Absent
	 * where the job does not compare.
	 */
	readonly drift?: { readonly found: number; readonly readAt: number } | null;
	/** What only Entra's own job has; absent for the engine of this program. */
	readonly hosted?: HostedStatus;
};

/** Entra's own job as Graph last showed it. */
export type HostedStatus = {
	/** Null until it was read. */
	readonly job: HostedJobStatus | null;
	/** Why it could not be read now; null when it could. */
	readonly problem: string | null;
	/** What to do about the problem; absent without one, and where nothing here helps. */
	readonly remedy?: Remedy;
	/** Why its log could not be read, so that failing users are not known; null or absent when it could. */
	readonly logProblem?: string | null;
	/** Which entries of its log could not be read, as a sentence; null or absent when all could. */
	readonly unreadable?: string | null;
};
