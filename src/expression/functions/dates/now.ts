import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { ticksPerSecond } from "../../dates/calendar.ts";
import { DateTime } from "../../dates/date-time.ts";
import { inRange } from "./in-range.ts";

export const now: FunctionDescriptor = {
	name: "Now",
	family: "Dates",
	parameters: [],
	returns: "dateTime",
	summary: "The current time in UTC, to the second.",
	examples: [{ expression: "Now()", output: /^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d:\d\d [AP]M$/u }],
	evaluate: (call) => {
		const instant = inRange(call, DateTime.fromDate(call.run.now()));
		return inRange(call, DateTime.fromTicks(instant.ticks - (instant.ticks % ticksPerSecond)));
	},
};
