import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { expression } from "./expression-parameter.ts";

export const isNull: FunctionDescriptor = {
	name: "IsNull",
	family: "Conditions",
	parameters: [expression],
	returns: "boolean",
	summary: "True for null: the attribute is absent.",
	examples: [
		{ expression: "IsNull([displayName])", output: true },
		{ expression: "IsNull([displayName])", input: { displayName: "" }, output: false },
	],
	evaluate: (call) => call.value(0) === null,
};
