/** What a cycle covers: all users, changed users, one user on demand, a manual change, or the comparison for drift. */
export type CycleKind = "initial" | "incremental" | "onDemand" | "manual" | "drift";

/**
 * Counts of one cycle. `notApplied`: changes that the target accepted without applying all of them; absent from cycles of
 * earlier versions. `staged`: held back by the deletion guard. `requests`: to the target.
 */
export type CycleCounts = {
	readonly created: number;
	readonly updated: number;
	readonly disabled: number;
	readonly enabled: number;
	readonly deleted: number;
	readonly skipped: number;
	readonly failed: number;
	readonly notApplied?: number;
	readonly staged: number;
	readonly requests: number;
	/** Users whose turn did not come because the cycle ended early; absent when there are none. */
	readonly notReached?: number;
};

/** A cycle as it is stored. */
export type Cycle = {
	readonly id: string;
	readonly kind: CycleKind;
	readonly startedAt: number;
	/** Null while running. */
	readonly endedAt: number | null;
	readonly outcome: "running" | "completed" | "interrupted" | "paused" | "failed" | "quarantined";
	readonly counts: CycleCounts;
	/** Why it failed, as a message to show. */
	readonly error: string | null;
};

/** The part of the store for cycles. */
export interface CycleStore {
	startCycle(cycle: Cycle): Promise<void>;
	updateCycle(id: string, change: Partial<Omit<Cycle, "id">>): Promise<void>;
	/** Newest first. */
	cycles(limit: number): Promise<readonly Cycle[]>;
}
