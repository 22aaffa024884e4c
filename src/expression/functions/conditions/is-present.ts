import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { isEmpty } from "../../value/value.ts";
import { expression } from "./expression-parameter.ts";

export const isPresent: FunctionDescriptor = {
	name: "IsPresent",
	family: "Conditions",
	parameters: [expression],
	returns: "boolean",
	summary: "True for a value that is neither null nor empty: the inverse of IsNullOrEmpty.",
	examples: [
		{
			expression:
				"Switch(IsPresent([directManager]), [directManager], IsPresent([skiplevelManager]), [skiplevelManager], IsPresent([director]), [director])",
			input: { directManager: "Ada" },
			output: "Ada",
		},
	],
	evaluate: (call) => !isEmpty(call.value(0)),
};
