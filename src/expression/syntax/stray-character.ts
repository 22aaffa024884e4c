/** What people write, or paste from documents, in place of what the language takes. */
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

/** How messages call a character: itself, or its code (`U+200B`) where nothing would be seen. */
function characterName(character: string): string {
	if (/^[^\p{C}\p{Z}\p{M}]$/u.test(character)) return `"${character}"`;
	return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** What to say of a character that means nothing where it stands. */
export function strayCharacter(character: string): string {
	const known = meant.find(({ characters }) => characters.includes(character));
	return known?.hint(character) ?? `Unexpected character ${characterName(character)}`;
}
