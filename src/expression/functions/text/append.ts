import type { FunctionDescriptor } from "../../call/descriptor.ts";

export const append: FunctionDescriptor = {
	name: "Append",
	family: "Text",
	parameters: [
		{ name: "source", kind: "text", doc: "Usually an attribute." },
		{ name: "suffix", kind: "text", doc: "What to put behind it." },
	],
	returns: "text",
	summary: "Puts a suffix behind a text.",
	remarks: ["Null when the source is null, so that a suffix never stands alone."],
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
