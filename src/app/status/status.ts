import type { OpenMatter } from "../../ports/open-matter.ts";
import type { Cycle } from "../../ports/store/cycle.ts";

/**
 * `running`: a cycle runs now. Otherwise `quarantined`, or `paused`: the last cycle stopped because the target asked for a
 * pause, which is not over. Otherwise whether provisioning is On or Off.
 */
export type StateOfJob = "off" | "on" | "running" | "paused" | "quarantined";

/** A cycle whose process was killed or crashed. */
export type InterruptedCycle = Pick<Cycle, "id" | "kind" | "startedAt"> & {
	/** The process; null when not known. */
	readonly holder: string | null;
	/** When it last logged something, or when the cycle started; milliseconds since 1970. */
	readonly lastSign: number;
	/** Changes that are logged as made, and users who are logged as failed. */
	readonly changed: number;
	readonly failed: number;
	/** Changes that were sent without being recorded: the next run asks the target about them. */
	readonly open: number;
};

/** The state of a profile's job, read from its store only. Times in milliseconds since 1970. */
export type StatusReport = {
	readonly profile: string;
	readonly state: StateOfJob;
	/** On or Off. */
	readonly enabled: boolean;
	/** The process that works on this profile now; null when none does. */
	readonly runner: string | null;
	/** Until when the target asked for a pause; null without a pause or without an end. */
	readonly pausedUntil: number | null;
	/** The cycle that runs now. */
	readonly runningCycle: Cycle | null;
	/** The newest cycle, if its process ended during it; the next run records that, and continues. */
	readonly interruptedCycle: InterruptedCycle | null;
	/** The newest cycle that ended; null before the first one. */
	readonly lastCycle: Cycle | null;
	/** When the next cycle is due; null when Off. */
	readonly nextCycle: number | null;
	/** On, but no process has run the cycle that was due. */
	readonly overdue: boolean;
	readonly openMatters: readonly OpenMatter[];
};
