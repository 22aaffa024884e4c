/**
 * Letter case as in .NET: one UTF-16 unit or surrogate pair becomes one, so `ß`, `ﬁ` and a final sigma never
 * change the length, unlike in JavaScript.
 */
export type Culture = "invariant" | "turkic" | "other";

/**
 * The culture of a name such as `tr-TR`; null and `""` are the invariant culture. Undefined for text that cannot be
 * a name; a valid but unassigned name counts as a culture without its own rules, as in .NET.
 */
export function cultureOf(name: string | null): Culture | undefined {
	const trimmed = (name ?? "").trim().toLowerCase();
	if (trimmed === "" || trimmed === "iv") return "invariant";
	const language = /^(?<language>[a-z]{2,3})(?:[-_][a-z0-9]{1,8})*$/u.exec(trimmed)?.groups?.language;
	if (language === undefined) return undefined;
	return language === "tr" || language === "az" ? "turkic" : "other";
}

/** Greek letters with iota subscript, whose simple capitals differ from JavaScript's two-letter ones. */
function simpleGreekCapital(code: number): number {
	if (code >= 0x1f80 && code <= 0x1faf) return code | 8;
	if (code === 0x1fb3 || code === 0x1fc3 || code === 0x1ff3) return code + 9;
	return code;
}

function upperCharacter(character: string, culture: Culture): string {
	if (character === "i" && culture === "turkic") return "İ";
	if ((character === "ı" || character === "ſ") && culture === "invariant") return character;
	const upper = character.toUpperCase();
	if (upper.length === character.length) return upper;
	const code = character.codePointAt(0) ?? 0;
	return String.fromCodePoint(simpleGreekCapital(code));
}

function lowerCharacter(character: string, culture: Culture): string {
	if (character === "İ") return culture === "invariant" ? character : "i";
	if (character === "I" && culture === "turkic") return "ı";
	const lower = character.toLowerCase();
	return lower.length === character.length ? lower : character;
}

const plain = /^[\0-\x7f]*$/u;

/** As .NET's ToUpper of the culture. */
export function toUpper(text: string, culture: Culture): string {
	if (culture !== "turkic" && plain.test(text)) return text.toUpperCase();
	return Array.from(text, (character) => upperCharacter(character, culture)).join("");
}

/** As .NET's ToLower of the culture. */
export function toLower(text: string, culture: Culture): string {
	if (culture !== "turkic" && plain.test(text)) return text.toLowerCase();
	return Array.from(text, (character) => lowerCharacter(character, culture)).join("");
}

/** A form of the same length in which texts that differ only in case are equal. */
export function foldCase(text: string): string {
	return toLower(toUpper(text, "invariant"), "invariant");
}
