import { nearTime, relativeTime } from "./show-time.ts";

const instant = /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z(?!\w)/g;
const onlyInstant = new RegExp(`^${instant.source}$`);

/**
 * A sentence of the engine with its times in the zone of this machine, and how far away they are: `Next attempt: 21:00 (in 5 h).`
 * Sentences that are stored or sent have ISO 8601 times in UTC, which mean the same on each machine. For sentences only: see `localValue`.
 *
 * @param now milliseconds since 1970
 */
export function localTimes(sentence: string, now: number = Date.now()): string {
	return sentence.replace(instant, (text) => {
		const time = Date.parse(text);
		return Number.isNaN(time) ? text : `${nearTime(time, now)} (${relativeTime(time, now)})`;
	});
}

/**
 * A value of a user or account, as it is: it is what was read or sent. A time is followed by what it means here:
 * `2026-03-09T14:00:00Z (15:00, 3 min ago)`.
 *
 * @param now milliseconds since 1970
 */
export function localValue(value: string, now: number = Date.now()): string {
	const time = onlyInstant.test(value) ? Date.parse(value) : Number.NaN;
	return Number.isNaN(time) ? value : `${value} (${nearTime(time, now)}, ${relativeTime(time, now)})`;
}
