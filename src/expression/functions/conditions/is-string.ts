import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { expression } from "./expression-parameter.ts";

export const isString: FunctionDescriptor = {
	name: "IsString",
	family: "Conditions",
	parameters: [expression],
	returns: "boolean",
	summary: "True for a single string.",
	examples: [
		{ expression: "IsString([city])", input: { city: "Oslo" }, output: true },
		{ expression: "IsString(7)", output: false },
	],
	evaluate: (call) => typeof call.value(0) === "string",
};
