import type { Arguments } from "../../call/arguments.ts";
import type { FunctionDescriptor, Parameter } from "../../call/descriptor.ts";
import { ticksPerDay, ticksPerHour, ticksPerMinute, ticksPerSecond } from "../../dates/calendar.ts";
import { DateTime } from "../../dates/date-time.ts";
import type { Interval } from "../../dates/interval.ts";
import { elapsed, isInterval } from "../../dates/interval.ts";
import { integerValue } from "../../value/value.ts";
import { formatDateTime } from "./format-date-time.ts";

const interval: Parameter = {
	name: "interval",
	kind: "interval",
	doc: "yyyy year, m month, d day, ww week, h hour, n minute, s second.",
};

function intervalOf(call: Arguments): Interval {
	const name = call.text(0);
	if (isInterval(name)) return name;
	throw call.errorAt(0, "InvalidArgument", "The interval is one of yyyy, m, d, ww, h, n and s");
}

function inRange(call: Arguments, dateTime: DateTime | null): DateTime {
	if (dateTime) return dateTime;
	throw call.error("DateOutOfRange", "The date would leave the years 1 to 9999");
}

const cDate: FunctionDescriptor = {
	name: "CDate",
	family: "Dates",
	parameters: [{ name: "expression", kind: "dateTime", doc: "A text that .NET's DateTime.Parse can read." }],
	returns: "dateTime",
	summary: "A date-time in UTC, read from text.",
	remarks: [
		"As text it is M/d/yyyy h:mm:ss tt. Text without an offset is in UTC; a date with an offset and no time is midnight at that offset.",
		"Null and empty yield null; text that is no date is an error.",
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

const dateAdd: FunctionDescriptor = {
	name: "DateAdd",
	family: "Dates",
	parameters: [
		interval,
		{ name: "value", kind: "integer", doc: "How many units to add; below 0 goes into the past." },
		{ name: "dateTime", kind: "dateTime", doc: "Where to start, usually by CDate or Now." },
	],
	returns: "dateTime",
	summary: "A date-time some intervals later, or earlier.",
	remarks: ["A day that the new month lacks becomes its last day. Null stays null."],
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

/** An example of DateDiff between two dates of the input. */
function difference(unit: Interval, date1: string, date2: string, output: number) {
	return {
		expression: `DateDiff("${unit}", CDate([date1]), CDate([date2]))`,
		input: { date1, date2 },
		output,
	};
}

const dateDiff: FunctionDescriptor = {
	name: "DateDiff",
	family: "Dates",
	parameters: [
		interval,
		{ name: "date1", kind: "dateTime", doc: "The start." },
		{ name: "date2", kind: "dateTime", doc: "The end." },
	],
	returns: "integer",
	summary: "How many intervals lie from one date to another; negative when the second is earlier.",
	remarks: [
		"Days, hours, minutes and seconds are whole units. Years, months and weeks count the borders between: Sundays for weeks. Microsoft's examples hold only so (it is Visual Basic's DateDiff).",
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

const dateFromNum: FunctionDescriptor = {
	name: "DateFromNum",
	family: "Dates",
	parameters: [
		{ name: "value", kind: "integer", doc: "100 ns since 1601, as Active Directory stores times." },
	],
	returns: "dateTime",
	summary: "A date-time from Active Directory's number.",
	examples: [
		{ expression: "DateFromNum(129699324000000000)", output: "1/1/2012 11:00:00 PM" },
		{
			expression: "DateFromNum([lastLogonTimestamp])",
			input: { lastLogonTimestamp: "129699324000000000" },
			output: "1/1/2012 11:00:00 PM",
		},
	],
	evaluate: (call) => {
		const value = call.single(0);
		if (value === null || value === "") return null;
		return inRange(call, DateTime.fromFileTime(call.bigInteger(0)));
	},
};

const numFromDate: FunctionDescriptor = {
	name: "NumFromDate",
	family: "Dates",
	parameters: [{ name: "value", kind: "dateTime", doc: "A date in ISO 8601; a blank may stand for the T." }],
	returns: "integer",
	summary: "Active Directory's number for a date-time: 100 ns since 1601.",
	examples: [
		{
			expression:
				'NumFromDate(Join("", FormatDateTime([ContractEndDate], , "yyyy-MM-ddzzz", "yyyy-MM-dd"), " 23:59:59-08:00"))',
			input: { ContractEndDate: "2020-12-31-08:00" },
			output: "132539615990000000",
		},
		{
			expression:
				'NumFromDate(Join("", FormatDateTime([endDate], , "M/d/yyyy hh:mm:ss tt", "yyyy-MM-dd"), " 23:59:59-08:00"))',
			input: { endDate: "12/31/2020 12:00:00 AM" },
			output: "132539615990000000",
		},
	],
	evaluate: (call) => {
		const dateTime = call.dateTimeOrNull(0);
		if (!dateTime) return null;
		const fileTime = dateTime.toFileTime();
		if (fileTime < 0n) throw call.error("DateOutOfRange", "Active Directory's times start in 1601");
		return integerValue(fileTime);
	},
};

const now: FunctionDescriptor = {
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

export const dateFunctions = [cDate, dateAdd, dateDiff, dateFromNum, numFromDate, now, formatDateTime];
