import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { toUpper } from "../../text/casing.ts";
import { check, cultureFor, oneToOne, parameters, turkish } from "./culture.ts";

export const toUpperCase: FunctionDescriptor = {
	name: "ToUpper",
	family: "Text",
	parameters,
	returns: "text",
	summary: "Upper case, by the rules of a culture.",
	remarks: [turkish, oneToOne],
	examples: [
		{ expression: 'ToUpper("Straße")', output: "STRAßE" },
		{ expression: 'ToUpper("izmir", "tr-TR")', output: "İZMİR" },
	],
	check,
	evaluate: (call) => {
		const source = call.textOrNull(0);
		return source === null ? null : toUpper(source, cultureFor(call));
	},
};
