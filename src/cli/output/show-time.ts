import { coarseTime } from "../../text/coarse-time.ts";

/** A time in ISO 8601 (UTC), to the second. @param time milliseconds since 1970 */
export function isoTime(time: number): string {
	return new Date(time).toISOString().replace(/\.\d{3}Z$/, "Z");
}

/** `40 s`, `12 min`, `5 h`, `3 days`: as precise as an operator needs it. */
export function duration(seconds: number): string {
	const { count, unit } = coarseTime(seconds);
	return `${count} ${unit}`;
}

/** `12 min ago`, `in 5 h`, `now`. Times in milliseconds since 1970. */
export function relative(time: number, now: number): string {
	const seconds = Math.abs(time - now) / 1000;
	if (seconds < 1) return "now";
	return time < now ? `${duration(seconds)} ago` : `in ${duration(seconds)}`;
}
