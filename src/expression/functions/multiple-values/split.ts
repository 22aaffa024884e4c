import type { FunctionDescriptor } from "../../call/descriptor.ts";

export const split: FunctionDescriptor = {
	name: "Split",
	family: "Multiple values",
	parameters: [
		{ name: "source", kind: "text", doc: "The string to split." },
		{ name: "delimiter", kind: "text", doc: 'What separates the values, such as ",".' },
	],
	returns: "values",
	summary: "Splits a string into several values.",
	remarks: ["White space around each value is removed. Null yields null, an empty string yields no values."],
	examples: [
		{
			expression: 'Split([extensionAttribute5], ",")',
			input: { extensionAttribute5: "PermissionSetOne, PermissionSetTwo" },
			output: ["PermissionSetOne", "PermissionSetTwo"],
		},
	],
	evaluate: (call) => {
		const source = call.textOrNull(0);
		const delimiter = call.text(1);
		if (source === null) return null;
		if (source === "") return [];
		const parts = delimiter === "" ? [source] : source.split(delimiter);
		return parts.map((part) => part.trim());
	},
};
