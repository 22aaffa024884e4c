import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { ticksPerDay, ticksPerHour, ticksPerMinute, ticksPerSecond } from "../../dates/calendar.ts";
import { inRange } from "./in-range.ts";
import { interval, intervalOf } from "./interval-argument.ts";

export const dateAdd: FunctionDescriptor = {
	name: "DateAdd",
	family: "Dates",
	parameters: [
		interval,
		{ name: "value", kind: "integer", doc: "The number of intervals to add; below 0 goes into the past." },
		{ name: "dateTime", kind: "dateTime", doc: "The start, usually from CDate or Now." },
	],
	returns: "dateTime",
	summary: "A date-time that is some intervals later or earlier.",
	remarks: ["A day that the new month doesn't have becomes its last day. Null stays null."],
	examples: [
		{
			expression: 'DateAdd("d", 7, CDate([StatusHireDate]))',
			input: { StatusHireDate: "2012-03-16-07:00" },
			output: "3/23/2012 7:00:00 AM",
		},
		{
			expression: 'DateAdd("d", -10, CDate([StatusHireDate]))',
			input: { StatusHireDate: "2012-03-16-07:00" },
			output: "3/6/2012 7:00:00 AM",
		},
		{
			expression: 'DateAdd("ww", 2, CDate([StatusHireDate]))',
			input: { StatusHireDate: "2012-03-16-07:00" },
			output: "3/30/2012 7:00:00 AM",
		},
		{
			expression: 'DateAdd("m", 10, CDate([StatusHireDate]))',
			input: { StatusHireDate: "2012-03-16-07:00" },
			output: "1/16/2013 7:00:00 AM",
		},
		{
			expression: 'DateAdd("yyyy", 2, CDate([StatusHireDate]))',
			input: { StatusHireDate: "2012-03-16-07:00" },
			output: "3/16/2014 7:00:00 AM",
		},
	],
	evaluate: (call) => {
		const unit = intervalOf(call);
		const count = call.integer(1);
		const start = call.dateTimeOrNull(2);
		if (!start) return null;
		switch (unit) {
			case "yyyy":
				return inRange(call, start.addMonths(count * 12));
			case "m":
				return inRange(call, start.addMonths(count));
			case "ww":
				return inRange(call, start.addTicks(BigInt(count) * 7n * ticksPerDay));
			case "d":
				return inRange(call, start.addTicks(BigInt(count) * ticksPerDay));
			case "h":
				return inRange(call, start.addTicks(BigInt(count) * ticksPerHour));
			case "n":
				return inRange(call, start.addTicks(BigInt(count) * ticksPerMinute));
			case "s":
				return inRange(call, start.addTicks(BigInt(count) * ticksPerSecond));
		}
	},
};
