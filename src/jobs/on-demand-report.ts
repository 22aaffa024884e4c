import type { PlannedAction } from "../engine/plan/action/planned-action.ts";
import type { LogEntry } from "../ports/log/log-entry.ts";

/** One of Entra's five steps for one user. */
export type OnDemandStep = {
	readonly name:
		| "Test connection"
		| "Import user"
		| "Determine if user is in scope"
		| "Match user between source and target"
		| "Perform action";
	readonly status: "success" | "failure" | "skipped" | "unknown" | "pending";
	readonly summary: string;
	/** Name and value, safe to print on a terminal. */
	readonly details: readonly { readonly name: string; readonly value: string }[];
};

/** How one user is provisioned now, or would be. */
export type OnDemandReport = {
	readonly steps: readonly OnDemandStep[];
	/** Null when the user could not be read, or the target not be asked. */
	readonly action: PlannedAction | null;
	/** The log entry; null when nothing was performed, or nothing had to change. */
	readonly entry: LogEntry | null;
};

/** How a user is provisioned on demand. */
export type OnDemandOptions = {
	/** False only shows what would happen. */
	readonly perform: boolean;
	readonly signal?: AbortSignal;
	/** Gets each step as it is known, before the report. Entra's own job shows its steps only in the report. */
	readonly onStep?: (step: OnDemandStep) => void;
};
