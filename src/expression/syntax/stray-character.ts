/** Characters that are typed, or pasted from documents, instead of those of the language. */
const meant: readonly { readonly characters: string; readonly hint: (character: string) => string }[] = [
	{
		characters: "“”„‟«»″＂",
		hint: (character) => `Write strings in straight quotes ("), not typographic ones (${character})`,
	},
	{
		characters: "'‘’‚‛′`´",
		hint: (character) => `Write strings in double quotes ("), not in ${character}`,
	},
	{
		characters: ";，、；",
		hint: (character) => `Separate arguments with commas (,), not ${character}`,
	},
	{
		characters: "+&",
		hint: (character) => `The operator ${character} doesn't exist: Append and Join combine strings`,
	},
	{ characters: "!≠", hint: () => "Not equal is written <>" },
	{ characters: "≥", hint: () => "Greater or equal is written >=" },
	{ characters: "≤", hint: () => "Less or equal is written <=" },
];

/** A character as named in messages: itself, or its code (`U+200B`) if it is invisible. */
function characterName(character: string): string {
	if (/^[^\p{C}\p{Z}\p{M}]$/u.test(character)) return `"${character}"`;
	return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** The message for a character that is not valid at its position. */
export function strayCharacter(character: string): string {
	const known = meant.find(({ characters }) => characters.includes(character));
	return known?.hint(character) ?? `Unexpected character ${characterName(character)}`;
}
