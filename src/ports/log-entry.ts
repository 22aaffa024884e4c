import type { ModifiedProperty } from "../mapping/modified-property.ts";
import type { ProvisioningError } from "./error-code.ts";

export type { ModifiedProperty } from "../mapping/modified-property.ts";

export const logActions = [
	"Create",
	"Update",
	"Enable",
	"Disable",
	"Delete",
	"Other",
	"StagedDelete",
	"StagedAction",
] as const;
export type LogAction = (typeof logActions)[number];

export const logStatuses = ["success", "failure", "skipped", "warning"] as const;
export type LogStatus = (typeof logStatuses)[number];

/** A user as the log names them. Null where that side does not (yet) exist. */
export type LogIdentity = {
	readonly id: string;
	readonly displayName: string;
	readonly userName: string;
} | null;

/** One step of Entra's five, with what was found. */
export type LogStep = {
	readonly type: "import" | "scoping" | "matching" | "processing" | "export";
	readonly status: LogStatus;
	readonly description: string;
};

/**
 * One entry of the provisioning log.
 *
 * @see https://learn.microsoft.com/graph/api/resources/provisioningobjectsummary
 */
export type LogEntry = {
	/** Ascending without gaps; given by the store. */
	readonly sequence: number;
	/** Milliseconds since 1970, when the action ended. */
	readonly time: number;
	readonly cycleId: string;
	/** One id a planned change, shared by its intent and its entry. */
	readonly changeId: string;
	readonly action: LogAction;
	readonly status: LogStatus;
	readonly durationMs: number;
	readonly source: LogIdentity;
	readonly target: LogIdentity;
	/** `cycle`, `on demand`, or the operator's login name for what was done by hand. */
	readonly initiatedBy: string;
	readonly steps: readonly LogStep[];
	readonly modifiedProperties: readonly ModifiedProperty[];
	/** Machine-readable reason for a skip: `NotAssigned`, `DisabledAtSource`… */
	readonly skipReason: string | null;
	readonly error: ProvisioningError | null;
};

/** An entry before the store has numbered it. */
export type NewLogEntry = Omit<LogEntry, "sequence">;
