import type { FunctionDescriptor } from "../../call/descriptor.ts";

export const append: FunctionDescriptor = {
	name: "Append",
	family: "Text",
	parameters: [
		{ name: "source", kind: "text", doc: "Usually an attribute." },
		{ name: "suffix", kind: "text", doc: "The string to add at the end." },
	],
	returns: "text",
	summary: "Adds a suffix to a string.",
	remarks: ["Null when the source is null, so that the result is never the suffix alone."],
	examples: [
		{
			expression: 'Append([userPrincipalName], ".test")',
			input: { userPrincipalName: "John.Doe@contoso.com" },
			output: "John.Doe@contoso.com.test",
		},
		{
			expression: "Append(Mid([givenName], 1, 3), Mid([surname], 1, 5))",
			input: { givenName: "John", surname: "Doe" },
			output: "JohDoe",
			note: "An alias of parts of the first and last name.",
		},
	],
	evaluate: (call) => {
		const source = call.textOrNull(0);
		return source === null ? null : source + call.text(1);
	},
};
