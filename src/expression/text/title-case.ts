import { toLower, toUpper } from "./casing.ts";

const letter = /^\p{L}$/u;
/** The categories that .NET's ToTitleCase treats as word separators. */
const separator = /^[\p{Z}\p{Cc}\p{Cf}\p{P}\p{S}]$/u;
/** Digraphs with their own title form (Ǆ ǅ ǆ, Ǉ ǈ ǉ, Ǌ ǋ ǌ, Ǳ ǲ ǳ): only the first part is a capital. */
const digraphs: readonly string[] = ["ǄǅǆǇǈǉǊǋǌ", "Ǳǲǳ"];

function titleCharacter(character: string): string {
	for (const group of digraphs) {
		const at = group.indexOf(character);
		if (at >= 0) return group[at - (at % 3) + 1] ?? character;
	}
	const upper = toUpper(character, "invariant");
	return /^[\u10d0-\u10ff]$/u.test(character) ? character : upper;
}

/**
 * Each word with a capital first letter and the rest in lower case, as .NET's `ToTitleCase` makes it of lower-case
 * text in the invariant culture: digits, marks and apostrophes inside a word do not start another.
 *
 * @see https://learn.microsoft.com/dotnet/api/system.globalization.textinfo.totitlecase
 */
export function toTitleCase(text: string): string {
	let result = "";
	let inWord = false;
	for (const character of toLower(text, "invariant")) {
		if (inWord) {
			inWord = character === "'" || !separator.test(character);
			result += character;
		} else {
			inWord = letter.test(character);
			result += inWord ? titleCharacter(character) : character;
		}
	}
	return result;
}

/** Each word with a capital first character and the rest in lower case; only the given characters separate words. */
export function toProperCase(text: string, separators: string): string {
	const separating = new Set(separators);
	let result = "";
	let startsWord = true;
	for (const character of toLower(text, "invariant")) {
		result += startsWord ? titleCharacter(character) : character;
		startsWord = separating.has(character);
	}
	return result;
}
