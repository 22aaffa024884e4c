import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { isEmpty } from "../../value/value.ts";

export const ignoreFlowIfNullOrEmpty: FunctionDescriptor = {
	name: "IgnoreFlowIfNullOrEmpty",
	family: "Flow",
	parameters: [{ name: "expression", kind: "any", doc: "An attribute or a call." }],
	returns: "any",
	summary:
		"Drops the attribute from the flow when the value is null or empty: it is neither set nor cleared.",
	remarks: ["Inside another call, it drops the whole mapping from the flow."],
	examples: [
		{ expression: "IgnoreFlowIfNullOrEmpty([department])", input: { department: "Sales" }, output: "Sales" },
		{
			expression: "IgnoreFlowIfNullOrEmpty([department])",
			output: null,
			note: "Dropped from the flow.",
		},
		{
			expression:
				'IgnoreFlowIfNullOrEmpty(Switch([prefix], "", "3443", "Dr.", "3444", "Prof.", "3445", "Prof. Dr."))',
			input: { prefix: "1" },
			output: null,
			note: "Dropped from the flow.",
		},
	],
	evaluate: (call) => {
		const value = call.value(0);
		if (!isEmpty(value)) return value;
		call.run.dropped = true;
		return null;
	},
};
