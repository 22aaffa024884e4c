import type { FunctionDescriptor } from "../../call/descriptor.ts";

export const count: FunctionDescriptor = {
	name: "Count",
	family: "Multiple values",
	parameters: [{ name: "attribute", kind: "values", doc: "A multi-valued attribute." }],
	returns: "integer",
	summary: "The number of values.",
	remarks: ["A single value counts as one, null as none."],
	examples: [
		{ expression: "Count([otherMails])", input: { otherMails: ["a@b.c", "d@e.f"] }, output: 2 },
		{ expression: "Count([otherMails])", output: 0 },
	],
	evaluate: (call) => call.texts(0).length,
};
