import { z } from "zod";
import type { ModifiedProperty } from "../../mapping/modified-property.ts";
import { logError } from "../errors/error-code.ts";

export type { ModifiedProperty } from "../../mapping/modified-property.ts";

/** What was done, under the names of Entra's provisioning log. */
export const logActions = [
	"Create",
	"Update",
	"Enable",
	"Disable",
	"Delete",
	"Other",
	"StagedDelete",
	"StagedAction",
	"Cycle",
] as const;
/** One of the actions. */
export type LogAction = (typeof logActions)[number];

/** How an action or a step ended. `unknown`: in Entra's log, with a word that has no meaning here; a step has the word. */
export const logStatuses = ["success", "failure", "skipped", "warning", "unknown"] as const;
/** One of the statuses. */
export type LogStatus = (typeof logStatuses)[number];

const identity = z
	.object({ id: z.string(), displayName: z.string(), userName: z.string() })
	.readonly()
	.nullable();

/** A user or account as named in the log. Null if it does not exist (yet). */
export type LogIdentity = z.infer<typeof identity>;

const step = z
	.object({
		type: z.enum(["import", "scoping", "matching", "processing", "export"]),
		status: z.enum(logStatuses),
		description: z.string(),
		/** What was found, by name; absent when the description has it all. */
		details: z
			.array(z.object({ name: z.string(), value: z.string() }).readonly())
			.readonly()
			.exactOptional(),
	})
	.readonly();

/** One step of Entra's five, with what was found. */
export type LogStep = z.infer<typeof step>;

const modifiedProperty: z.ZodType<ModifiedProperty> = z
	.object({ name: z.string(), old: z.string().nullable(), new: z.string().nullable() })
	.readonly();

/** The members of an entry that are a string or number: a store keeps each in a column of the same name. */
export const logColumns = z.object({
	/** Milliseconds since 1970, when the action ended. */
	time: z.number(),
	cycleId: z.string(),
	/** One id per planned change, shared by its intent and its entry. */
	changeId: z.string(),
	action: z.enum(logActions),
	status: z.enum(logStatuses),
	durationMs: z.number(),
	/** `cycle`, `on demand`, or the operator's login name for manual changes. */
	initiatedBy: z.string(),
	/** Machine-readable reason for a skip: `NotAssigned`, `DisabledAtSource`… */
	skipReason: z.string().nullable(),
});

/** The other members: a store keeps each as JSON, in a column of that name followed by `Json`. */
export const logStructures = z.object({
	source: identity,
	target: identity,
	steps: z.array(step).readonly(),
	modifiedProperties: z.array(modifiedProperty).readonly(),
	error: logError.nullable(),
});

/**
 * An entry before the store has numbered it. Types, stored form and reader follow from this schema: a new member is added
 * here, with a default for entries that are already stored, and in a migration that adds its column.
 */
export const newLogEntry = z.object({ ...logColumns.shape, ...logStructures.shape }).readonly();
export type NewLogEntry = z.infer<typeof newLogEntry>;

/**
 * One entry of the provisioning log.
 *
 * @see https://learn.microsoft.com/graph/api/resources/provisioningobjectsummary
 */
export type LogEntry = NewLogEntry & {
	/** Ascending; given by the store, without gaps, or by the reader of Entra's log. */
	readonly sequence: number;
	/** Graph's id of an entry of Entra's log; absent in our own. */
	readonly id?: string;
};
