/** What a cycle may do and how. A profile's `provisioning` has this shape. */
export type EngineSettings = {
	/** Between the starts of two cycles, 5 to 1440. */
	readonly intervalMinutes: number;
	/** Requests per second that the target allows; 0: no limit. Only for forecasts: the target applies the limit itself. */
	readonly requestsPerSecond: number;
	/** Users worked on at the same time, 1 to 100. */
	readonly concurrency: number;
	/** A matched account that is deactivated: try to enable it, or hold it for the guided delete-and-recreate. */
	readonly reactivation: "try" | "block";
	/** Users permanently deleted at the source: delete their account, or disable it. */
	readonly hardDelete: "disable" | "delete";
	/** The deletion guard: it holds back the deactivations and deletions of a cycle beyond the greater of the two. */
	readonly deletionGuard: { readonly enabled: boolean; readonly count: number; readonly percent: number };
	/** Number of incremental cycles after which all users are compared with the target, for drift; 0: only when asked for. */
	readonly driftEvery: number;
	/** Whether drift that such a comparison finds is repaired, or only shown. */
	readonly driftRepair: boolean;
};
