import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { removeDiacritics } from "../../text/diacritics.ts";

export const normalizeDiacritics: FunctionDescriptor = {
	name: "NormalizeDiacritics",
	family: "Text",
	parameters: [{ name: "source", kind: "text", doc: "Usually a first or last name." }],
	returns: "text",
	summary: "Replaces Latin letters that have diacritical marks with plain letters.",
	remarks: [
		"ø and œ become oe, æ becomes ae, ß becomes ss, ł becomes l, ı becomes i; capitals likewise.",
		"Other scripts stay unchanged: in Japanese, Hebrew and Cyrillic, marks make different letters.",
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
