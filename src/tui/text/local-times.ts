import { nearTime, relativeTime } from "./show-time.ts";

const instant = /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z(?!\w)/g;

/**
 * A sentence of the engine with its times in the zone of this machine, and how far away they are: `Next attempt: 21:00 (in 5 h).`
 * Sentences that are stored or sent have ISO 8601 times in UTC, which mean the same on each machine. Only for sentences: a value of
 * an account is shown as it is.
 *
 * @param now milliseconds since 1970
 */
export function localTimes(sentence: string, now: number = Date.now()): string {
	return sentence.replace(instant, (text) => {
		const time = Date.parse(text);
		return Number.isNaN(time) ? text : `${nearTime(time, now)} (${relativeTime(time, now)})`;
	});
}
