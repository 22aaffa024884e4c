import { z } from "zod";
import type { JobExecution, JobStatus } from "../../setup/job-status.ts";

/** What Graph writes for a time that never was. */
const never = /^0001-01-01T/;

const failure = z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish();

/** Code and message of an error. Graph writes the code "None" for no error. */
function errorOf(given: z.infer<typeof failure>): string | null {
	if (!given?.code || given.code === "None") return null;
	return given.message ? `${given.code}: ${given.message}` : given.code;
}

const execution = z.object({
	state: z.string(),
	timeBegan: z.string(),
	timeEnded: z.string(),
	countExported: z.number().default(0),
	countEscrowed: z.number().default(0),
	error: failure,
});

/** A job that has not run may show a failed execution at the beginning of time. */
function executionOf(given: z.infer<typeof execution> | null | undefined): JobExecution | null {
	if (!given || never.test(given.timeBegan)) return null;
	return { ...given, error: errorOf(given.error) };
}

const status = z.object({
	code: z.string(),
	lastExecution: execution.nullish(),
	progress: z
		.array(z.object({ completedUnits: z.number(), totalUnits: z.number(), units: z.string().nullish() }))
		.nullish(),
	quarantine: z
		.object({
			reason: z.string().nullish(),
			currentBegan: z.string().nullish(),
			nextAttempt: z.string().nullish(),
			error: failure,
		})
		.nullish(),
	synchronizedEntryCountByType: z.array(z.object({ key: z.string(), value: z.number() })).nullish(),
});

/** @see https://learn.microsoft.com/graph/api/resources/synchronization-synchronizationjob */
export const jobStatus: z.ZodType<JobStatus> = z
	.object({
		id: z.string(),
		schedule: z.object({ state: z.string() }).nullish(),
		status: status.nullish(),
		synchronizationJobSettings: z
			.array(z.object({ name: z.string(), value: z.string().nullish() }))
			.nullish(),
	})
	.transform(({ id, schedule, status: given, synchronizationJobSettings }) => {
		const threshold = synchronizationJobSettings?.find(
			({ name }) => name === "QuarantineTooManyDeletesThreshold",
		)?.value;
		const quarantine = given?.quarantine;
		return {
			id,
			schedule: schedule?.state ?? "Disabled",
			code: given?.code ?? "NotConfigured",
			lastExecution: executionOf(given?.lastExecution),
			progress: (given?.progress ?? []).map(({ completedUnits, totalUnits, units }) => ({
				completed: completedUnits,
				total: totalUnits,
				units: units ?? "objects",
			})),
			quarantine: quarantine
				? {
						reason: quarantine.reason ?? "Unknown",
						since: quarantine.currentBegan ?? "",
						nextAttempt: quarantine.nextAttempt ?? "",
						error: errorOf(quarantine.error),
					}
				: null,
			counts: Object.fromEntries(
				(given?.synchronizedEntryCountByType ?? []).map(({ key, value }) => [key, value]),
			),
			deletionThreshold: threshold ? Number(threshold) : null,
		};
	});
