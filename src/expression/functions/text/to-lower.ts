import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { toLower } from "../../text/casing.ts";
import { check, cultureFor, oneToOne, parameters, turkish } from "./culture.ts";

export const toLowerCase: FunctionDescriptor = {
	name: "ToLower",
	family: "Text",
	parameters,
	returns: "text",
	summary: "Lower case, by the rules of a culture.",
	remarks: [turkish, oneToOne],
	examples: [
		{
			expression:
				'ToLower(Join("@", NormalizeDiacritics(StripSpaces(Join(".", [PreferredFirstName], [PreferredLastName]))), "contoso.com"))',
			input: { PreferredFirstName: "John", PreferredLastName: "Smith" },
			output: "john.smith@contoso.com",
		},
		{ expression: 'ToLower("DIYARBAKIR", "tr-TR")', output: "dıyarbakır" },
	],
	check,
	evaluate: (call) => {
		const source = call.textOrNull(0);
		return source === null ? null : toLower(source, cultureFor(call));
	},
};
