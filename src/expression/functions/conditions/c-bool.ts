import type { FunctionDescriptor } from "../../call/descriptor.ts";

export const cBool: FunctionDescriptor = {
	name: "CBool",
	family: "Conditions",
	parameters: [{ name: "expression", kind: "condition", doc: "Two values compared, or one value." }],
	returns: "boolean",
	summary: "True for True and for numbers other than 0.",
	remarks: ["Null and empty are False; a string that is neither a number nor True or False is an error."],
	examples: [
		{
			expression: "CBool([attribute1] = [attribute2])",
			input: { attribute1: "a", attribute2: "a" },
			output: true,
		},
		{ expression: 'CBool("0")', output: false },
	],
	evaluate: (call) => call.boolean(0),
};
