import type { Arguments } from "./arguments.ts";
import type { FunctionDescriptor } from "./descriptor.ts";

/** All occurrences of a text by another, both plain. */
function replacePlain(call: Arguments, source: string, oldValue: string, newValue: string): string {
	const parts = source.split(oldValue);
	call.refuseLength(source.length + (parts.length - 1) * (newValue.length - oldValue.length));
	return parts.join(newValue);
}

const replace: FunctionDescriptor = {
	name: "Replace",
	family: "Text",
	parameters: [
		{ name: "source", kind: "text", doc: "Usually an attribute." },
		{
			name: "oldValue",
			kind: "text",
			optional: true,
			doc: "The text to replace in the source, or in the template.",
		},
		{ name: "regexPattern", kind: "pattern", optional: true, doc: "A .NET regular expression." },
		{ name: "regexGroupName", kind: "text", optional: true, doc: "The name of a group in the pattern." },
		{ name: "replacementValue", kind: "text", optional: true, doc: "What to put in." },
		{
			name: "replacementAttributeName",
			kind: "text",
			optional: true,
			doc: "The attribute that gives the value when the source has none.",
		},
		{
			name: "template",
			kind: "text",
			optional: true,
			doc: "A text in which oldValue stands for the source.",
		},
	],
	returns: "text",
	summary: "Replaces parts of a text, plainly or by a regular expression.",
	examples: [
		{
			expression: 'Replace([mail], "@contoso.com", , , "", , )',
			input: { mail: "john.doe@contoso.com" },
			output: "john.doe",
		},
	],
	evaluate: (call) => {
		const source = call.textOrNull(0);
		const oldValue = call.text(1);
		if (oldValue !== "" && call.isGiven(4)) {
			return source === null ? null : replacePlain(call, source, oldValue, call.text(4));
		}
		if (oldValue !== "" && call.isGiven(6)) {
			return source === null ? null : replacePlain(call, call.text(6), oldValue, source);
		}
		throw call.error("InvalidArgument", "Replace needs more arguments");
	},
};

export const replaceFunctions = [replace];
