import type { Arguments } from "../../call/arguments.ts";
import type { DateTime } from "../../dates/date-time.ts";

/** The date-time, or the failure of the call for none, which arithmetic yields outside the years 1 to 9999. */
export function inRange(call: Arguments, dateTime: DateTime | null): DateTime {
	if (dateTime) return dateTime;
	throw call.error("DateOutOfRange", "The date would leave the years 1 to 9999");
}
