import { dayOfWeek, ticksPerDay, ticksPerHour, ticksPerMinute, ticksPerSecond } from "./calendar.ts";
import type { DateTime } from "./date-time.ts";

/** Visual Basic's names of intervals: year, month, week, day, hour, minute, second. */
export const intervals = ["yyyy", "m", "ww", "d", "h", "n", "s"] as const;
/** One of the interval names. */
export type Interval = (typeof intervals)[number];

const names: readonly string[] = intervals;

/** Whether the text is the name of an interval. Case counts. */
export function isInterval(name: string): name is Interval {
	return names.includes(name);
}

/** The Sunday that starts the week, at the same time of day. */
function weekStart(dateTime: DateTime): bigint {
	return dateTime.ticks - BigInt(dayOfWeek(Number(dateTime.ticks / ticksPerDay))) * ticksPerDay;
}

/**
 * The intervals from one date-time to another, as Visual Basic's DateDiff counts them: borders crossed for years,
 * months and weeks, whole units (cut towards 0) for the rest.
 */
export function elapsed(interval: Interval, from: DateTime, to: DateTime): number {
	const whole = (unit: bigint) => Number((to.ticks - from.ticks) / unit);
	switch (interval) {
		case "yyyy":
			return to.fields.year - from.fields.year;
		case "m":
			return (to.fields.year - from.fields.year) * 12 + to.fields.month - from.fields.month;
		case "ww":
			return Number((weekStart(to) - weekStart(from)) / ticksPerDay / 7n);
		case "d":
			return whole(ticksPerDay);
		case "h":
			return whole(ticksPerHour);
		case "n":
			return whole(ticksPerMinute);
		case "s":
			return whole(ticksPerSecond);
	}
}
