import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { toText } from "../../value/value.ts";

export const not: FunctionDescriptor = {
	name: "Not",
	family: "Conditions",
	parameters: [
		{ name: "source", kind: "boolean", doc: "True or False, as a boolean or as a string in any case." },
	],
	returns: "boolean",
	summary: "False when the source is True; otherwise True.",
	examples: [
		{ expression: "Not([accountEnabled])", input: { accountEnabled: true }, output: false },
		{ expression: 'Not("False")', output: true },
		{ expression: "Not([accountEnabled])", output: true, note: "The attribute is absent." },
	],
	evaluate: (call) => toText(call.single(0)).trim().toLowerCase() !== "true",
};
