import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { toProperCase, toTitleCase } from "../../text/title-case.ts";

export const pCase: FunctionDescriptor = {
	name: "PCase",
	family: "Text",
	parameters: [
		{ name: "source", kind: "text", doc: "The string to convert." },
		{
			name: "wordSeparators",
			kind: "text",
			optional: true,
			doc: "The characters that separate words; by default those of .NET's ToTitleCase.",
		},
	],
	returns: "text",
	summary: "Proper case: each word starts with a capital letter, followed by lower case.",
	remarks: [
		"By default, spaces, control characters, punctuation and symbols separate words; an apostrophe or a digit inside a word doesn't.",
	],
	examples: [
		{
			expression: "PCase([firstName])",
			input: { firstName: "PABLO GONSALVES (SECOND)" },
			output: "Pablo Gonsalves (Second)",
		},
		{
			expression: 'PCase([lastName], " \'-")',
			input: { lastName: "PINTO-DE'SILVA" },
			output: "Pinto-De'Silva",
		},
		{
			expression: 'PCase(Join(" ", [firstName], [lastName]))',
			input: { firstName: "GREGORY", lastName: "JAMES" },
			output: "Gregory James",
		},
		{ expression: 'PCase("o\'neill 2nd")', output: "O'neill 2Nd" },
	],
	evaluate: (call) => {
		const source = call.textOrNull(0);
		if (source === null) return null;
		const separators = call.textOrNull(1);
		return separators === null ? toTitleCase(source) : toProperCase(source, separators);
	},
};
