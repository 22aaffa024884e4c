/** What a cycle may do and how. A profile's `provisioning` has this shape. */
export type EngineSettings = {
	/** Between the starts of two cycles, 5 to 1440. */
	readonly intervalMinutes: number;
	/** Requests a second that the target takes; 0: no limit. Only for forecasts, the limiter itself is behind the target. */
	readonly requestsPerSecond: number;
	/** Users worked on at the same time, 1 to 100. */
	readonly concurrency: number;
	/** A matched account that is deactivated: try to enable it, or hold it for the guided delete-and-recreate. */
	readonly reactivation: "try" | "block";
	/** Users permanently deleted at the source: delete their account, or disable it. */
	readonly hardDelete: "disable" | "delete";
	/** The guard against accidental deletions: beyond the greater of the two nothing is disabled or deleted unseen. */
	readonly deletionGuard: { readonly enabled: boolean; readonly count: number; readonly percent: number };
	/** Number of incremental cycles after which all users are compared with the target, for drift; 0: only when asked for. */
	readonly driftEvery: number;
	/** Whether drift that such a comparison finds is repaired, or only shown. */
	readonly driftRepair: boolean;
};
