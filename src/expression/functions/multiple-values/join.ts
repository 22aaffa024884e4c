import type { FunctionDescriptor } from "../../call/descriptor.ts";

export const join: FunctionDescriptor = {
	name: "Join",
	family: "Multiple values",
	parameters: [
		{ name: "separator", kind: "text", doc: 'Goes between the values; can be "".' },
		{ name: "source1", kind: "values", optional: true, doc: "A string or a multi-valued attribute." },
		{ name: "source", kind: "values", optional: true, repeats: true, doc: "More strings or attributes." },
	],
	returns: "text",
	summary: "Joins strings, and all values of multi-valued attributes, with a separator.",
	remarks: ['Null and empty values are skipped. With nothing to join, the result is "".'],
	examples: [
		{
			expression: 'Join(", ", "", [surname], [givenName])',
			input: { givenName: "John", surname: "Doe" },
			output: "Doe, John",
		},
		{
			expression: 'Join(" ", [givenName], [middleName], [surname])',
			input: { givenName: "John", surname: "Doe" },
			output: "John Doe",
		},
		{
			expression: 'Join("; ", [otherMails])',
			input: { otherMails: ["a@b.c", "d@e.f"] },
			output: "a@b.c; d@e.f",
		},
	],
	evaluate: (call) => {
		const separator = call.text(0);
		const parts: string[] = [];
		let length = 0;
		for (let index = 1; index < call.count; index++) {
			for (const text of call.texts(index)) {
				if (text === "") continue;
				length += text.length + separator.length;
				call.refuseLength(length - separator.length);
				parts.push(text);
			}
		}
		return parts.join(separator);
	},
};
