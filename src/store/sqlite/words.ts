import { searchable } from "../../text/searchable.ts";

/**
 * The words of a text as the log's index holds them: lower case, without accents, in Unicode's compatibility form.
 * Scripts that put no space between words give one word a character, so that any part of a name is found.
 */
export function words(text: string): readonly string[] {
	if (ascii.test(text)) return text.toLowerCase().match(asciiWord) ?? [];
	return searchable(text).match(word) ?? [];
}

const ascii = /^[\0-\x7f]*$/;
const asciiWord = /[a-z0-9]+/g;
const unspaced =
	"\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}";
const word = new RegExp(`[${unspaced}]|(?:(?![${unspaced}])[\\p{L}\\p{N}\\p{M}])+`, "gu");
