import type { PlannedAction } from "../engine/plan/action/planned-action.ts";

/** What a cycle would do. */
export type PlanReport = {
	/** Everything but unchanged users, in the order in which it would be done. Empty with `onAction`. */
	readonly actions: readonly PlannedAction[];
	readonly counts: Readonly<
		Record<"create" | "update" | "disable" | "enable" | "delete" | "skip" | "fail" | "unchanged", number>
	>;
	/** Users who fail: those planned as failing, and those who failed before and wait for their next attempt. */
	readonly stillFailing: number;
	/** Remaining requests ÷ requests per second. */
	readonly forecastSeconds: number;
	/** What the mappings do to roles that an operator may not expect, each with how many users it concerns. */
	readonly warnings?: readonly {
		readonly code: "role-dropped" | "role-kept";
		/** The target path of the mapping. */
		readonly target: string;
		readonly users: number;
		readonly message: string;
	}[];
	/** What may differ from the plan, in sentences; absent where nothing is known to. */
	readonly notes?: readonly string[];
	/** Versions of what the plan rests on, for comparing only: a plan is stale once one of them has changed. */
	readonly basis?: Readonly<Record<"mapping" | "scope" | "source" | "target", string>>;
	/** Set when the deletion guard would hold back deactivations and deletions. */
	readonly guard: {
		readonly held: number;
		readonly threshold: number;
		/** `source`: it shows no users, or too few; `all`: no managed account would stay; `count`: more than the threshold. */
		readonly cause: "source" | "all" | "count";
		readonly reason: string;
	} | null;
};

export type PlanOptions = {
	readonly signal?: AbortSignal | undefined;
	/** Source ids of users whom the cycle would leave out. */
	readonly excluded?: readonly string[];
	/** How many users have been planned. */
	readonly onProgress?: (done: number) => void;
	/** Gets each action as it is planned; the report then holds none. Planning waits for the promise. */
	readonly onAction?: (action: PlannedAction) => void | Promise<void>;
};
