import { z } from "zod";
import { type JobExecution, type JobStatus, jobWords, notReported } from "../../setup/job-status.ts";
import { listOf } from "../graph/list.ts";

/** What Graph writes for a time that never was. */
const never = /^0001-01-01T/;

const failure = z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish();

/** Code and message of an error. Graph writes the code "None" for no error. */
function errorOf(given: z.infer<typeof failure>): string | null {
	if (!given?.code || given.code === "None") return null;
	return given.message ? `${given.code}: ${given.message}` : given.code;
}

const count = z
	.number()
	.nullish()
	.transform((given) => given ?? 0);

const execution = z.object({
	state: z.string().nullish(),
	timeBegan: z.string().nullish(),
	timeEnded: z.string().nullish(),
	countImported: count,
	countEntitledForProvisioning: count,
	countExported: count,
	countEscrowed: count,
	error: failure,
});

/** A job that has not run may show a failed execution at the beginning of time. One without times has run all the same. */
function executionOf(given: z.infer<typeof execution> | null | undefined): JobExecution | null {
	if (!given || never.test(given.timeBegan ?? given.timeEnded ?? "")) return null;
	const timeBegan = timeOf(given.timeBegan) ?? "";
	const { state, timeEnded, countEntitledForProvisioning: countEntitled } = given;
	const { countImported, countExported, countEscrowed } = given;
	return {
		state: stateOf(state, jobWords.executions),
		timeBegan,
		timeEnded: timeOf(timeEnded) ?? timeBegan,
		...{ countImported, countEntitled, countExported, countEscrowed },
		error: errorOf(given.error),
	};
}

/** Null also without a time: that there was a success is only known by when it was. */
function successOf(given: z.infer<typeof execution> | null | undefined): JobExecution | null {
	const found = executionOf(given);
	return found === null || found.timeEnded === "" ? null : found;
}

function timeOf(text: string | null | undefined): string | null {
	return text && !never.test(text) ? text : null;
}

/** Minutes of a duration in ISO 8601, as far as a job's interval uses it: `PT40M`, `P1DT2H`. The longest duration of .NET means never. */
function minutesOf(duration: string | null | undefined): number | null {
	const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(duration ?? "");
	if (parts === null) return null;
	const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0));
	const total = days * 1440 + hours * 60 + minutes + seconds / 60;
	return total > 0 && days < 3650 ? total : null;
}

/** A state with the case of the reference, whichever case Graph used; `Unknown` for none. */
function stateOf(word: string | null | undefined, known: readonly string[]): string {
	if (!word) return notReported;
	return known.find((one) => one.toLowerCase() === word.toLowerCase()) ?? word;
}

const status = z.object({
	code: z.string().nullish(),
	lastExecution: execution.nullish(),
	lastSuccessfulExecution: execution.nullish(),
	steadyStateFirstAchievedTime: z.string().nullish(),
	escrowsPruned: z.boolean().nullish(),
	progress: listOf(z.object({ completedUnits: count, totalUnits: count, units: z.string().nullish() })),
	quarantine: z
		.object({
			reason: z.string().nullish(),
			currentBegan: z.string().nullish(),
			nextAttempt: z.string().nullish(),
			seriesCount: count,
			error: failure,
		})
		.nullish(),
	synchronizedEntryCountByType: listOf(z.object({ key: z.string().nullish(), value: count })),
});

/** @see https://learn.microsoft.com/graph/api/resources/synchronization-synchronizationjob */
export const jobStatus: z.ZodType<JobStatus> = z
	.object({
		id: z.string(),
		schedule: z.object({ state: z.string().nullish(), interval: z.string().nullish() }).nullish(),
		status: status.nullish(),
		synchronizationJobSettings: listOf(z.object({ name: z.string().nullish(), value: z.string().nullish() })),
	})
	.transform(({ id, schedule, status: given, synchronizationJobSettings }) => {
		const threshold = synchronizationJobSettings.find(
			({ name }) => name === "QuarantineTooManyDeletesThreshold",
		)?.value;
		const code = stateOf(given?.code, jobWords.codes);
		// A job whose status is Quarantine is in one, also where Graph gives no details.
		const quarantine = given?.quarantine ?? (code === "Quarantine" ? { seriesCount: 0 } : null);
		return {
			id,
			schedule: stateOf(schedule?.state, jobWords.schedules),
			intervalMinutes: minutesOf(schedule?.interval),
			code,
			lastExecution: executionOf(given?.lastExecution),
			lastSuccess: successOf(given?.lastSuccessfulExecution),
			steadySince: timeOf(given?.steadyStateFirstAchievedTime),
			escrowsPruned: given?.escrowsPruned ?? false,
			progress: (given?.progress ?? []).map(({ completedUnits, totalUnits, units }) => ({
				completed: completedUnits,
				total: totalUnits,
				units: units ?? "objects",
			})),
			quarantine: quarantine
				? {
						reason: stateOf(quarantine.reason, jobWords.quarantines),
						since: timeOf(quarantine.currentBegan) ?? "",
						nextAttempt: timeOf(quarantine.nextAttempt) ?? "",
						seriesCount: quarantine.seriesCount,
						error: errorOf(quarantine.error),
					}
				: null,
			counts: Object.fromEntries(
				(given?.synchronizedEntryCountByType ?? []).map(({ key, value }) => [key || "objects", value]),
			),
			deletionThreshold: /^\d+$/.test(threshold ?? "") ? Number(threshold) : null,
		};
	});
