import { z } from "zod";
import type { JsonObject } from "../../../loopback/json.ts";
import { type JobError, jobErrorSchema } from "./execution.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

/** The quarantine of a job. Times are milliseconds since 1970. */
export const quarantineSchema = z.object({
	reason: z.string(),
	began: z.number(),
	seriesBegan: z.number(),
	/** Number of failed attempts in this series. */
	seriesCount: z.number(),
	next: z.number(),
	error: jobErrorSchema.nullable(),
});

/** The quarantine of a job. */
export type Quarantine = z.infer<typeof quarantineSchema>;

/** After this time in quarantine a job is disabled. */
export const longestQuarantine = 28 * day;

/**
 * The quarantine after another failed cycle. Cycles thin out to one per day: the documentation gives no steps, so each attempt waits
 * four times as long, from the five minutes in Microsoft's example on.
 */
export function quarantined(
	before: Quarantine | null,
	reason: string,
	error: JobError | null,
	now: number,
): Quarantine {
	const seriesCount = (before?.seriesCount ?? 0) + 1;
	const delay = Math.min(5 * minute * 4 ** (seriesCount - 1), day);
	return {
		reason,
		error,
		began: before?.reason === reason ? before.began : now,
		seriesBegan: before?.seriesBegan ?? now,
		seriesCount,
		next: now + delay,
	};
}

/** A quarantine in Graph's form. */
export function showQuarantine(given: Quarantine): JsonObject {
	const { reason, error, began, seriesBegan, seriesCount, next } = given;
	return {
		currentBegan: new Date(began).toISOString(),
		nextAttempt: new Date(next).toISOString(),
		reason,
		seriesBegan: new Date(seriesBegan).toISOString(),
		seriesCount,
		error: error === null ? null : { ...error },
	};
}
