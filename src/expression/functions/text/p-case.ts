import type { Arguments } from "../../call/arguments.ts";
import type { FunctionDescriptor } from "../../call/descriptor.ts";
import type { CallNode } from "../../syntax/ast.ts";
import type { Finding } from "../../syntax/problem.ts";
import { type Culture, cultureOf, toLower, toUpper } from "../../text/casing.ts";
import { toProperCase, toTitleCase } from "../../text/title-case.ts";

const parameters: FunctionDescriptor["parameters"] = [
	{ name: "source", kind: "text", doc: "Usually an attribute." },
	{
		name: "culture",
		kind: "text",
		optional: true,
		doc: "A culture's name, such as tr-TR; without it the invariant culture.",
	},
];

const noCulture = "A culture has a name such as en-US or tr-TR";

function cultureFor(call: Arguments): Culture {
	const culture = cultureOf(call.textOrNull(1));
	if (culture) return culture;
	throw call.errorAt(1, "InvalidArgument", noCulture);
}

function check({ arguments: [, culture] }: CallNode): Finding[] {
	if (culture?.kind !== "text" || cultureOf(culture.value)) return [];
	const span = { start: culture.start, end: culture.end };
	return [{ severity: "error", code: "InvalidArgument", message: noCulture, span }];
}

const turkish = "tr and az pair i with İ and ı with I; the invariant culture leaves İ and ı alone.";
const oneToOne = "One character becomes one character: ß and ﬁ have no capital.";

const lower: FunctionDescriptor = {
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

const upper: FunctionDescriptor = {
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

const proper: FunctionDescriptor = {
	name: "PCase",
	family: "Text",
	parameters: [
		{ name: "source", kind: "text", doc: "The text to convert." },
		{
			name: "wordSeparators",
			kind: "text",
			optional: true,
			doc: "The characters that separate words; without them those of .NET's ToTitleCase.",
		},
	],
	returns: "text",
	summary: "Proper case: each word starts with a capital and goes on in lower case.",
	remarks: [
		"Without separators, spaces, control characters, punctuation and symbols separate; an apostrophe or a digit inside a word does not.",
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

export const letterCaseFunctions = [lower, upper, proper];
