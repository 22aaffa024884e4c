import { z } from "zod";

/** An attribute before and after; null: no value. */
const change = z.object({ name: z.string(), old: z.string().nullable(), new: z.string().nullable() });

/** An operation of the PATCH that Entra would send. */
const operation = z.object({ op: z.string(), path: z.string().optional(), value: z.unknown().optional() });

const predictedUser = z.object({
	/** Entra's object id. */
	id: z.string(),
	displayName: z.string(),
	userName: z.string(),
	/** The account's id; null while there is none. */
	targetId: z.string().nullable(),
	/** As the provisioning log would name it; `other`: nothing is written. */
	action: z.enum(["create", "update", "disable", "delete", "stagedDelete", "other"]),
	status: z.enum(["success", "failure", "skipped"]),
	/** Why a user is skipped or fails; null for a success. */
	code: z.string().nullable(),
	/** Why, as a sentence. */
	reason: z.string(),
	changes: z.array(change).readonly(),
	/** What may turn out otherwise; null for nothing. */
	uncertain: z.string().nullable(),
	/** The user failed before and is tried only after this time, ISO 8601, unless the user changes in Entra ID; null otherwise. */
	notBefore: z.string().nullable(),
	/** The PATCH in Entra's form; absent when none is sent. */
	patch: z.array(operation).readonly().exactOptional(),
});

/** What the next cycle does for one user. */
export type PredictedUser = z.infer<typeof predictedUser>;

/** What the next cycle of Entra's job does, as it can be exported and read again. */
export const predictionSchema = z.object({
	type: z.literal("prediction"),
	version: z.literal(1),
	/** When it was made, ISO 8601. */
	madeAt: z.string(),
	profile: z.string(),
	job: z.object({
		id: z.string(),
		application: z.string(),
		/** The tenant's id or domain, as the profile names it; absent in the demo, and in predictions of older versions. */
		tenant: z.string().exactOptional(),
		schemaVersion: z.string(),
		/** `initial`: no cycle has completed yet. */
		cycle: z.enum(["initial", "incremental"]),
		schedule: z.string(),
		status: z.string(),
		/** A cycle ran while the prediction was made, which is for the one after it. */
		running: z.literal(true).exactOptional(),
		/** Minutes from the start of one cycle to the start of the next; absent where Graph did not say. */
		intervalMinutes: z.number().exactOptional(),
		/** When the next cycle is due, ISO 8601; absent while the job is off or a cycle runs, and where it is not known. */
		nextCycle: z.string().exactOptional(),
	}),
	/** The SCIM URL that the job uses. */
	target: z.string(),
	counts: z.object({
		create: z.number(),
		update: z.number(),
		disable: z.number(),
		delete: z.number(),
		stagedDelete: z.number(),
		skip: z.number(),
		fail: z.number(),
		/** Users whose account has all values. */
		unchanged: z.number(),
	}),
	/** More deactivations and deletions than Entra allows per cycle: none is carried out; null otherwise. */
	held: z.object({ count: z.number(), threshold: z.number() }).nullable(),
	/** What is not part of the prediction, or may turn out otherwise; sentences. */
	notes: z.array(z.string()).readonly(),
	/** Everything but unchanged users. */
	users: z.array(predictedUser).readonly(),
});

export type Prediction = z.infer<typeof predictionSchema>;

/** When a user who failed before is tried. */
export function waitingWords(notBefore: string): string {
	return `Failed before: tried after ${notBefore}, or when the user changes in Entra ID.`;
}

/** A file that is not a prediction. */
export class PredictionFileError extends Error {
	override readonly name = "PredictionFileError";
	readonly code = "not-a-prediction";
}

/** Reads an exported prediction. Throws `PredictionFileError`. */
export function readPrediction(text: string): Prediction {
	try {
		return predictionSchema.parse(JSON.parse(text));
	} catch (error) {
		if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
		throw new PredictionFileError(
			"This is not a prediction of `job plan --output FILE.json`. Export it again.",
			{ cause: error },
		);
	}
}
