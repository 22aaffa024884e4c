import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { integerValue } from "../../value/value.ts";

export const numFromDate: FunctionDescriptor = {
	name: "NumFromDate",
	family: "Dates",
	parameters: [{ name: "value", kind: "dateTime", doc: "A date in ISO 8601; a space may replace the T." }],
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
