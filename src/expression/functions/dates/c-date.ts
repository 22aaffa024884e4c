import type { FunctionDescriptor } from "../../call/descriptor.ts";

export const cDate: FunctionDescriptor = {
	name: "CDate",
	family: "Dates",
	parameters: [
		{ name: "expression", kind: "dateTime", doc: "A string that .NET's DateTime.Parse can read." },
	],
	returns: "dateTime",
	summary: "A date-time in UTC, read from a string.",
	remarks: [
		"As a string it is M/d/yyyy h:mm:ss tt. A string without an offset is in UTC; a date with an offset and no time is midnight at that offset.",
		"Null and empty yield null; a string that is not a date is an error.",
	],
	examples: [
		{
			expression: "CDate([StatusHireDate])",
			input: { StatusHireDate: "2020-03-16-07:00" },
			output: "3/16/2020 7:00:00 AM",
		},
		{ expression: 'CDate("2021-06-30+08:00")', output: "6/29/2021 4:00:00 PM" },
		{ expression: 'CDate("2009-06-15T01:45:30-07:00")', output: "6/15/2009 8:45:30 AM" },
	],
	evaluate: (call) => call.dateTimeOrNull(0),
};
