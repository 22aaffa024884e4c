import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { isEmpty } from "../../value/value.ts";
import { expression } from "./expression-parameter.ts";

export const isNullOrEmpty: FunctionDescriptor = {
	name: "IsNullOrEmpty",
	family: "Conditions",
	parameters: [expression],
	returns: "boolean",
	summary: "True for null, an empty string, and no values.",
	examples: [
		{ expression: "IsNullOrEmpty([displayName])", input: { displayName: "" }, output: true },
		{ expression: "IsNullOrEmpty([displayName])", input: { displayName: "John" }, output: false },
	],
	evaluate: (call) => isEmpty(call.value(0)),
};
