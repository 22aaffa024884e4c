import { z } from "zod";

const status = z.enum(["success", "failure", "skipped", "warning"]);

/** Why a user is in scope or not. */
export const scopingSchema = z.object({
	isActive: z.boolean(),
	isAssigned: z.boolean(),
	passes: z.boolean(),
	/** What each clause said: `{"<filter>.<attribute> EQUALS 'x'": true}`. */
	clauses: z.record(z.string(), z.boolean()),
});

/** Why a user is in scope or not. */
export type Scoping = z.infer<typeof scopingSchema>;

/** One step of a change. */
export const stepSchema = z.object({
	name: z.string(),
	type: z.enum(["import", "scoping", "matching", "processing", "referenceResolution", "export"]),
	status,
	description: z.string(),
	/** Milliseconds since 1970. */
	at: z.number(),
	details: z.record(z.string(), z.string()),
	/** Only of the step `scoping`: provisioning log and provision on demand name its details differently. */
	scoping: scopingSchema.exactOptional(),
});

/** One step of a change. */
export type Step = z.infer<typeof stepSchema>;

/** An attribute before and after a change. */
export const modifiedSchema = z.object({
	name: z.string(),
	old: z.string().nullable(),
	new: z.string().nullable(),
});

/** An attribute before and after a change. */
export type Modified = z.infer<typeof modifiedSchema>;

/** What a job did for one object, for the provisioning log and for the answer to provision on demand. */
export const entrySchema = z.object({
	id: z.string(),
	jobId: z.string(),
	servicePrincipalId: z.string(),
	cycleId: z.string(),
	changeId: z.string(),
	/** Milliseconds since 1970. */
	began: z.number(),
	ended: z.number(),
	action: z.enum(["create", "update", "delete", "stagedDelete", "disable", "other"]),
	status,
	/** Whether an administrator asked for this one object. */
	isOnDemand: z.boolean(),
	source: z.object({
		id: z.string(),
		type: z.string(),
		displayName: z.string(),
		userPrincipalName: z.string(),
	}),
	/** The ID is empty when there is no account. */
	target: z.object({ id: z.string(), type: z.string() }),
	sourceSystem: z.string(),
	targetSystem: z.string(),
	steps: z.array(stepSchema),
	modified: z.array(modifiedSchema),
	error: z.object({ code: z.string(), reason: z.string() }).nullable(),
});

/** What a job did for one object. */
export type Entry = z.infer<typeof entrySchema>;
