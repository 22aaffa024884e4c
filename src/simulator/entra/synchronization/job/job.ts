import { z } from "zod";
import type { JsonObject } from "../../../loopback/json.ts";
import { executionSchema, showExecution, showNoExecution } from "./execution.ts";
import { quarantineSchema, showQuarantine } from "./quarantine.ts";

const time = z.number().nullable().default(null);
const execution = executionSchema.nullable().default(null);

/** A synchronization job. Times are milliseconds since 1970. */
export const jobSchema = z.object({
	id: z.string(),
	servicePrincipalId: z.string(),
	templateId: z.string(),
	schedule: z.enum(["Active", "Disabled", "Paused"]),
	code: z.enum(["NotConfigured", "NotRun", "Active", "Paused", "Quarantine"]),
	quarantine: quarantineSchema.nullable().default(null),
	/** The scopes of restarts so far, oldest first. */
	restarts: z.array(z.string()),
	/** Undefined: the default schema. */
	schema: z.record(z.string(), z.json()).optional(),
	schemaVersion: z.number(),
	/** When the next cycle begins, if the job is active. */
	next: time,
	/** Whether the next cycle reads all objects. */
	isInitial: z.boolean().default(true),
	/** Whether the next cycle carries out held deletions, whatever their number. */
	forceDeletes: z.boolean().default(false),
	/** Whether all users are in scope, or only assigned ones: as it was saved when the job was last started or restarted. */
	syncAll: z.boolean().default(false),
	/** Whether failures were dropped after 28 days. */
	escrowsPruned: z.boolean().default(false),
	failures: z.number().default(0),
	lastExecution: execution,
	lastSuccessful: execution,
	lastWithExports: execution,
	steadyFirst: time,
	steadyLast: time,
	/** Number of users with a managed account. */
	synchronized: z.number().default(0),
	progress: z.object({ completed: z.number(), total: z.number(), at: z.number() }).nullable().default(null),
});

/** A synchronization job. */
export type Job = z.infer<typeof jobSchema>;

/** How a job is shown. */
export interface JobView {
	/** The number of deletions beyond which a cycle holds them back; null when there is none. */
	readonly threshold: number | null;
	/** Seconds between two cycles. */
	readonly cycleSeconds: number;
	/** How the last cycle reads while there is none. */
	readonly neverRun: "null" | "failed";
}

const never = "0001-01-01T00:00:00Z";
const userEntries = "User to urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/** A job in Graph's form (learn.microsoft.com/graph/api/resources/synchronization-synchronizationjob). */
export function showJob(job: Job, { threshold, cycleSeconds, neverRun }: JobView): JsonObject {
	const at = (given: number | null) => (given === null ? never : new Date(given).toISOString());
	const show = (given: Job["lastExecution"]) => (given === null ? null : showExecution(given));
	const { progress } = job;
	return {
		id: job.id,
		templateId: job.templateId,
		schedule: { expiration: null, interval: duration(cycleSeconds), state: job.schedule },
		status: {
			code: job.code,
			countSuccessiveCompleteFailures: job.failures,
			escrowsPruned: job.escrowsPruned,
			lastExecution: show(job.lastExecution) ?? (neverRun === "failed" ? showNoExecution() : null),
			lastSuccessfulExecution: show(job.lastSuccessful),
			lastSuccessfulExecutionWithExports: show(job.lastWithExports),
			progress:
				progress === null
					? []
					: [
							{
								completedUnits: progress.completed,
								progressObservationDateTime: at(progress.at),
								totalUnits: progress.total,
								units: "objects",
							},
						],
			quarantine: job.quarantine === null ? null : showQuarantine(job.quarantine),
			steadyStateFirstAchievedTime: at(job.steadyFirst),
			steadyStateLastAchievedTime: at(job.steadyLast),
			synchronizedEntryCountByType:
				job.synchronized === 0 ? [] : [{ key: userEntries, value: job.synchronized }],
			troubleshootingUrl: null,
		},
		synchronizationJobSettings: [
			{ name: "AzureIngestionAttributeOptimization", value: "False" },
			{ name: "LookaheadQueryEnabled", value: "False" },
			...(threshold === null
				? []
				: [{ name: "QuarantineTooManyDeletesThreshold", value: String(threshold) }]),
		],
	};
}

/** An ISO 8601 duration: `PT40M`, `PT90S`. */
function duration(seconds: number): string {
	return seconds % 60 === 0 ? `PT${seconds / 60}M` : `PT${seconds}S`;
}

/** A job as it is created: without a schedule, and never run. */
export function newJob(given: Pick<Job, "id" | "servicePrincipalId" | "templateId">): Job {
	return jobSchema.parse({
		...given,
		schedule: "Disabled",
		code: "Paused",
		restarts: [],
		schemaVersion: 1,
	});
}
