import { z } from "zod";
import type { JsonObject } from "../../loopback/json.ts";

/** A synchronization job. Times are milliseconds since 1970. */
export const jobSchema = z.object({
	id: z.string(),
	servicePrincipalId: z.string(),
	templateId: z.string(),
	schedule: z.enum(["Active", "Disabled", "Paused"]),
	code: z.enum(["NotConfigured", "NotRun", "Active", "Paused", "Quarantine"]),
	/** When it went into quarantine for lack of usable credentials. */
	quarantinedAt: z.number().nullable(),
	quarantineReason: z.string().default("EncounteredQuarantineException"),
	/** The scopes of restarts so far, oldest first. */
	restarts: z.array(z.string()),
	/** Undefined: the default schema. */
	schema: z.record(z.string(), z.json()).optional(),
	schemaVersion: z.number(),
});

/** A synchronization job. */
export type Job = z.infer<typeof jobSchema>;

const never = "0001-01-01T00:00:00Z";

/** A job in Graph's form (learn.microsoft.com/graph/api/resources/synchronization-synchronizationjob). */
export function showJob(job: Job, threshold: number | null): JsonObject {
	return {
		id: job.id,
		templateId: job.templateId,
		schedule: { expiration: null, interval: "PT40M", state: job.schedule },
		status: {
			code: job.code,
			countSuccessiveCompleteFailures: 0,
			escrowsPruned: false,
			lastExecution: null,
			lastSuccessfulExecution: null,
			lastSuccessfulExecutionWithExports: null,
			progress: [],
			quarantine: job.quarantinedAt === null ? null : quarantine(job.quarantinedAt, job.quarantineReason),
			steadyStateFirstAchievedTime: never,
			steadyStateLastAchievedTime: never,
			synchronizedEntryCountByType: [],
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

function quarantine(at: number, reason: string): JsonObject {
	const began = new Date(at).toISOString();
	return {
		currentBegan: began,
		nextAttempt: new Date(at + 5 * 60_000).toISOString(),
		reason,
		seriesBegan: began,
		seriesCount: 1,
		error: {
			code: "SystemForCrossDomainIdentityManagementInvalidCredentials",
			message: "The credentials of the target are missing or were refused.",
			tenantActionable: true,
		},
	};
}
