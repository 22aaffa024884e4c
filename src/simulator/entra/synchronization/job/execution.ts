import { z } from "zod";
import type { JsonObject } from "../../../loopback/json.ts";

const count = z.number().default(0);

/** An error of a whole cycle. */
export const jobErrorSchema = z.object({
	code: z.string(),
	message: z.string(),
	tenantActionable: z.boolean(),
});

/** An error of a whole cycle. */
export type JobError = z.infer<typeof jobErrorSchema>;

/** One cycle of a job (learn.microsoft.com/graph/api/resources/synchronization-synchronizationtaskexecution). */
export const executionSchema = z.object({
	activityIdentifier: z.string(),
	countEntitled: count,
	countEntitledForProvisioning: count,
	countEscrowed: count,
	countEscrowedRaw: count,
	countExported: count,
	countExports: count,
	countImported: count,
	countImportedDeltas: count,
	countImportedReferenceDeltas: count,
	error: jobErrorSchema.nullable(),
	state: z.enum(["Succeeded", "Failed", "EntryLevelErrors"]),
	/** Milliseconds since 1970. */
	began: z.number(),
	ended: z.number(),
});

/** One cycle of a job. */
export type Execution = z.infer<typeof executionSchema>;

/** An execution in Graph's form. */
export function showExecution({ began, ended, ...counters }: Execution): JsonObject {
	return {
		...counters,
		error: counters.error === null ? null : { ...counters.error },
		timeBegan: new Date(began).toISOString(),
		timeEnded: new Date(ended).toISOString(),
	};
}

/** How a cycle reads that has not run, in the documentation's example of a first cycle. */
export function showNoExecution(): JsonObject {
	const never = "0001-01-01T00:00:00Z";
	const {
		began: _,
		ended: __,
		...counters
	} = executionSchema.parse({
		activityIdentifier: "00000000-0000-0000-0000-000000000000",
		error: { code: "None", message: "", tenantActionable: false },
		state: "Failed",
		began: 0,
		ended: 0,
	});
	return { ...counters, error: counters.error && { ...counters.error }, timeBegan: never, timeEnded: never };
}
