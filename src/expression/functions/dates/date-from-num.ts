import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { DateTime } from "../../dates/date-time.ts";
import { inRange } from "./in-range.ts";

export const dateFromNum: FunctionDescriptor = {
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
