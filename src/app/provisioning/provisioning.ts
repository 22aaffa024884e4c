import type { PlannedAction } from "../../engine/plan/planned-action.ts";
import type { CycleSummary, EngineEvent, Progress } from "../../ports/event.ts";
import type { LogEntry, LogStatus } from "../../ports/log-entry.ts";
import type { Escrow, LogQuery } from "../../ports/store.ts";

/** What a cycle would do. */
export type PlanReport = {
	/** Everything but unchanged users, in the order in which it would be done. Empty with `onAction`. */
	readonly actions: readonly PlannedAction[];
	readonly counts: Readonly<
		Record<"create" | "update" | "disable" | "enable" | "delete" | "skip" | "fail" | "unchanged", number>
	>;
	/** Requests left ÷ rate. */
	readonly forecastSeconds: number;
	/** Set when the guard against accidental deletions would hold back disables and deletes. */
	readonly guard: { readonly held: number; readonly threshold: number } | null;
};

/** What the header and the provisioning screen show. */
export type ProvisioningStatus = {
	/** On or Off. */
	readonly enabled: boolean;
	readonly running: Progress | null;
	readonly lastCycle: CycleSummary | null;
	/** Milliseconds since 1970; null when Off. */
	readonly nextRun: number | null;
	readonly quarantine: { readonly since: number; readonly reason: string } | null;
	/** Set when another process runs this profile: here one may look, not run. */
	readonly otherRunner: string | null;
	/** Disables and deletes held back, waiting for the operator. */
	readonly staged: number;
	readonly limit: { readonly perSecond: number; readonly used: number };
};

/** Entra's five steps for one user. */
export type OnDemandStep = {
	readonly name:
		| "Test connection"
		| "Import user"
		| "Determine if user is in scope"
		| "Match user between source and target"
		| "Perform action";
	readonly status: "success" | "failure" | "skipped" | "pending";
	readonly summary: string;
	/** Name and value, already fit for the terminal. */
	readonly details: readonly { readonly name: string; readonly value: string }[];
};

export type OnDemandReport = {
	readonly steps: readonly OnDemandStep[];
	readonly action: PlannedAction | null;
	readonly entry: LogEntry | null;
};

export interface Provisioning {
	readonly status: () => ProvisioningStatus;
	/** Every engine event from now on. Returns how to stop. */
	readonly subscribe: (listener: (event: EngineEvent) => void) => () => void;
	/** On: runs now and then every interval while this process lives. Off: stops after the requests under way. */
	readonly setEnabled: (enabled: boolean) => Promise<void>;
	/** Runs one cycle now. During a cycle it is remembered once and runs after it. */
	readonly runNow: (signal?: AbortSignal) => Promise<CycleSummary>;
	/** Stops the running cycle after the requests under way. */
	readonly stop: () => Promise<void>;
	/** What would happen, without a single write. */
	readonly plan: (options?: {
		readonly signal?: AbortSignal | undefined;
		readonly onProgress?: (done: number) => void;
		/** Given, the actions are told one by one as they are planned, and not kept. */
		readonly onAction?: (action: PlannedAction) => void | Promise<void>;
	}) => Promise<PlanReport>;
	/** The next cycle reads everything again; `full` also forgets who is linked with whom. */
	readonly restart: (options: { readonly full: boolean }) => Promise<void>;
	/** Allows the held-back disables and deletes once. */
	readonly allowDeletions: () => Promise<void>;
	/** Takes back what was allowed; what is held back stays so until its cause is mended. */
	readonly rejectDeletions: () => Promise<void>;
	/** The entries of what the guard holds back now. */
	readonly heldBack: () => Promise<readonly LogEntry[]>;
	/** Users who failed and are to be tried again, who is due first ahead. */
	readonly failed: () => Promise<readonly Escrow[]>;
	/** Tries failed users again in the next cycle, whatever their back-off; all when no ids are given. */
	readonly retryNow: (sourceIds?: readonly string[]) => Promise<void>;
	/** The five steps for one user; `perform: false` only looks. */
	readonly onDemand: (
		userId: string,
		options: { readonly perform: boolean; readonly signal?: AbortSignal },
	) => Promise<OnDemandReport>;
	readonly log: (query: LogQuery) => Promise<readonly LogEntry[]>;
	readonly countLog: (query: {
		readonly text?: string;
		readonly statuses?: readonly LogStatus[];
	}) => Promise<number>;
}
