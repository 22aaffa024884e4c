import type { FunctionDescriptor } from "../../call/descriptor.ts";

export const removeDuplicates: FunctionDescriptor = {
	name: "RemoveDuplicates",
	family: "Multiple values",
	parameters: [{ name: "attribute", kind: "values", doc: "A multi-valued attribute." }],
	returns: "values",
	summary: "Keeps the first of equal values.",
	remarks: ["Values that differ in case are different."],
	examples: [
		{
			expression: "RemoveDuplicates([proxyAddresses])",
			input: { proxyAddresses: ["smtp:a@b.c", "smtp:d@e.f", "smtp:a@b.c"] },
			output: ["smtp:a@b.c", "smtp:d@e.f"],
		},
	],
	evaluate: (call) => (call.value(0) === null ? null : [...new Set(call.texts(0))]),
};
