import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { isList, toText } from "../../value/value.ts";

export const cStr: FunctionDescriptor = {
	name: "CStr",
	family: "Text",
	parameters: [{ name: "value", kind: "any", doc: "A number, a reference or a boolean." }],
	returns: "text",
	summary: "The value as a string.",
	remarks: [
		"True and False, dates as M/d/yyyy h:mm:ss tt, numbers in the invariant culture. Null stays null.",
	],
	examples: [
		{
			expression: "CStr([dn])",
			input: { dn: "cn=Joe,dc=contoso,dc=com" },
			output: "cn=Joe,dc=contoso,dc=com",
		},
		{ expression: "CStr([accountEnabled])", input: { accountEnabled: true }, output: "True" },
	],
	evaluate: (call) => {
		const value = call.single(0);
		return value === null || isList(value) ? null : toText(value);
	},
};
