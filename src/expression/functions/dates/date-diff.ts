import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { elapsed, type Interval } from "../../dates/interval.ts";
import { interval, intervalOf } from "./interval-argument.ts";

/** An example of DateDiff between two dates of the input. */
function difference(unit: Interval, date1: string, date2: string, output: number) {
	return {
		expression: `DateDiff("${unit}", CDate([date1]), CDate([date2]))`,
		input: { date1, date2 },
		output,
	};
}

export const dateDiff: FunctionDescriptor = {
	name: "DateDiff",
	family: "Dates",
	parameters: [
		interval,
		{ name: "date1", kind: "dateTime", doc: "The start." },
		{ name: "date2", kind: "dateTime", doc: "The end." },
	],
	returns: "integer",
	summary: "The number of intervals from one date to another; negative if the second is earlier.",
	remarks: [
		"Days, hours, minutes and seconds are whole units. Years, months and weeks count the boundaries in between (Sundays for weeks), like Visual Basic's DateDiff; only this matches Microsoft's examples.",
		"Null when a date is null.",
	],
	examples: [
		difference("d", "2021-08-18+08:00", "2021-08-31+08:00", 13),
		difference("d", "8/25/2021 5:41:18 PM", "2012-03-16-07:00", -3449),
		difference("ww", "8/25/2021 5:41:18 PM", "2012-03-16-07:00", -493),
		difference("m", "8/25/2021 5:41:18 PM", "2012-03-16-07:00", -113),
		difference("yyyy", "8/25/2021 5:41:18 PM", "2012-03-16-07:00", -9),
		difference("d", "2021-08-31+08:00", "2021-08-31+08:00", 0),
		difference("h", "2021-08-24", "2021-08-25", 24),
		difference("n", "2021-08-24", "2021-08-25", 1440),
		difference("s", "2021-08-24", "2021-08-25", 86_400),
		{
			expression:
				'Switch([Active], , "1", IIF(DateDiff("d", Now(), CDate([StatusHireDate])) > 5, "False", "True"), "0", "False")',
			input: { Active: "1", StatusHireDate: "2001-01-01" },
			output: "True",
		},
	],
	evaluate: (call) => {
		const unit = intervalOf(call);
		const from = call.dateTimeOrNull(1);
		const to = call.dateTimeOrNull(2);
		return from && to ? elapsed(unit, from, to) : null;
	},
};
