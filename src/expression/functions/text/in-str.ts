import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { foldCase } from "../../text/casing.ts";
import { removeDiacritics } from "../../text/diacritics.ts";
import { isList, toText } from "../../value/value.ts";

/** Leaves out halves of a surrogate pair at both ends, which no target could store. */
function wholeCharacters(text: string): string {
	const start = /^[\udc00-\udfff]/.test(text) ? 1 : 0;
	const end = /[\ud800-\udbff]$/.test(text) ? text.length - 1 : text.length;
	return text.slice(start, Math.max(start, end));
}

const halves = "Lengths count UTF-16 units, as in .NET; half of a surrogate pair at an edge is left out.";

const append: FunctionDescriptor = {
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

const left: FunctionDescriptor = {
	name: "Left",
	family: "Text",
	parameters: [
		{ name: "source", kind: "text", doc: "The text to cut." },
		{ name: "count", kind: "integer", doc: "How many characters to keep; below 0 keeps all." },
	],
	returns: "text",
	summary: "The first characters of a text.",
	remarks: ['Null yields "".', halves],
	examples: [
		{ expression: 'Left("John Doe", 3)', output: "Joh" },
		{ expression: 'Left("John Doe", -1)', output: "John Doe" },
		{ expression: 'Left("John Doe", 0)', output: "" },
		{ expression: "Left([city], 3)", output: "", note: "The attribute is absent." },
	],
	evaluate: (call) => {
		const count = call.integer(1);
		const source = call.text(0);
		return count < 0 ? source : wholeCharacters(source.slice(0, count));
	},
};

const mid: FunctionDescriptor = {
	name: "Mid",
	family: "Text",
	parameters: [
		{ name: "source", kind: "text", doc: "Usually an attribute." },
		{ name: "start", kind: "integer", least: 1, doc: "Where the part starts; the first character is 1." },
		{
			name: "length",
			kind: "integer",
			least: 0,
			doc: "How long the part is; what lies beyond the end is not missed.",
		},
	],
	returns: "text",
	summary: "A part of a text.",
	remarks: ["A start below 1 or a length below 0 is an error.", halves],
	examples: [
		{ expression: 'Mid("John Doe", 6, 3)', output: "Doe" },
		{ expression: 'Mid("John", 3, 20)', output: "hn" },
		{ expression: 'Mid("John", 20, 2)', output: "" },
	],
	evaluate: (call) => {
		const source = call.textOrNull(0);
		const start = call.integer(1);
		const length = call.integer(2);
		if (start < 1) throw call.errorAt(1, "InvalidArgument", "Mid counts characters from 1");
		if (length < 0) throw call.errorAt(2, "InvalidArgument", "Mid cannot take a length below 0");
		return source === null ? null : wholeCharacters(source.slice(start - 1, start - 1 + length));
	},
};

const inStr: FunctionDescriptor = {
	name: "InStr",
	family: "Text",
	parameters: [
		{ name: "source", kind: "text", doc: "The text to search." },
		{ name: "find", kind: "text", doc: "The text to find." },
		{
			name: "start",
			kind: "integer",
			optional: true,
			least: 1,
			doc: "Where to start; the first character is 1.",
		},
		{
			name: "compareType",
			kind: "compareType",
			optional: true,
			doc: "vbBinaryCompare (the default) tells upper and lower case apart, vbTextCompare does not.",
		},
	],
	returns: "integer",
	summary: "The position of a text in another, from 1; 0 when it is not there.",
	examples: [
		{ expression: 'InStr("The quick brown fox", "quick")', output: 5 },
		{ expression: 'InStr("repEated", "e", 3, vbBinaryCompare)', output: 7 },
		{ expression: 'InStr("repEated", "e", 3, vbTextCompare)', output: 4 },
		{ expression: 'InStr("fox", "dog")', output: 0 },
	],
	evaluate: (call) => {
		const compareType = call.word(3) ?? "vbbinarycompare";
		const ignoresCase = compareType === "vbtextcompare" || compareType === "1";
		if (!ignoresCase && compareType !== "vbbinarycompare" && compareType !== "0") {
			throw call.errorAt(3, "InvalidArgument", "InStr compares by vbBinaryCompare or vbTextCompare");
		}
		const start = call.integer(2, 1);
		if (start < 1) throw call.errorAt(2, "InvalidArgument", "InStr counts characters from 1");
		const source = call.text(0);
		const find = call.text(1);
		if (start > source.length) return 0;
		const found = ignoresCase
			? foldCase(source).indexOf(foldCase(find), start - 1)
			: source.indexOf(find, start - 1);
		return found + 1;
	},
};

const word: FunctionDescriptor = {
	name: "Word",
	family: "Text",
	parameters: [
		{ name: "source", kind: "text", doc: "The text to take a word from." },
		{ name: "number", kind: "integer", doc: "Which word; the first is 1." },
		{ name: "delimiters", kind: "text", doc: "Each of these characters separates words." },
	],
	returns: "text",
	summary: "One word of a text.",
	remarks: ['Null, or a word that is not there, yields "". Several delimiters in a row separate once.'],
	examples: [
		{ expression: 'Word("The quick brown fox", 3, " ")', output: "brown" },
		{ expression: 'Word("This,string!has&many separators", 3, ",!&#")', output: "has" },
		{ expression: 'Word("The quick brown fox", 0, " ")', output: "" },
		{ expression: 'Word("The quick brown fox", 5, " ")', output: "" },
	],
	evaluate: (call) => {
		const delimiters = new Set(call.text(2));
		const number = call.integer(1);
		const words: string[] = [];
		let current = "";
		for (const character of call.text(0)) {
			if (!delimiters.has(character)) current += character;
			else if (current !== "") {
				words.push(current);
				current = "";
			}
		}
		if (current !== "") words.push(current);
		return words[number - 1] ?? "";
	},
};

const stripSpaces: FunctionDescriptor = {
	name: "StripSpaces",
	family: "Text",
	parameters: [{ name: "source", kind: "text", doc: "The text to strip." }],
	returns: "text",
	summary: "Removes every space character (U+0020).",
	examples: [{ expression: 'StripSpaces(" de la  Cruz ")', output: "delaCruz" }],
	evaluate: (call) => call.textOrNull(0)?.replaceAll(" ", "") ?? null,
};

const normalizeDiacritics: FunctionDescriptor = {
	name: "NormalizeDiacritics",
	family: "Text",
	parameters: [{ name: "source", kind: "text", doc: "Usually a first or last name." }],
	returns: "text",
	summary: "Replaces Latin letters with diacritical marks by the plain ones.",
	remarks: [
		"ø and œ become oe, æ becomes ae, ß becomes ss, ł becomes l, ı becomes i; capitals likewise.",
		"Other scripts stay as they are: the marks of Japanese, Hebrew or Cyrillic letters make other letters.",
	],
	examples: [
		{ expression: "NormalizeDiacritics([givenName])", input: { givenName: "Zoë" }, output: "Zoe" },
		{ expression: 'NormalizeDiacritics("Łukasz Ærøskøbing Weiß")', output: "Lukasz AEroeskoebing Weiss" },
	],
	evaluate: (call) => {
		const source = call.textOrNull(0);
		return source === null ? null : removeDiacritics(source);
	},
};

const cStr: FunctionDescriptor = {
	name: "CStr",
	family: "Text",
	parameters: [{ name: "value", kind: "any", doc: "A number, a reference or a boolean." }],
	returns: "text",
	summary: "The value as text.",
	remarks: [
		"True and False, dates as M/d/yyyy h:mm:ss tt, numbers in the invariant culture. Null stays null.",
	],
	examples: [
		{
			expression: "CStr([dn])",
			input: { dn: "cn=Joe,dc=contoso,dc=com" },
			output: "cn=Joe,dc=contoso,dc=com",
		},
		{ expression: "CStr([accountEnabled])", input: { accountEnabled: true }, output: "True" },
	],
	evaluate: (call) => {
		const value = call.single(0);
		return value === null || isList(value) ? null : toText(value);
	},
};

export const textFunctions = [append, left, mid, inStr, word, stripSpaces, normalizeDiacritics, cStr];
