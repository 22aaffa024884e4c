import type { KeyName } from "../keys/key-press.ts";

/** Control characters that a terminal sends for other keys. */
const same: Readonly<Record<string, string>> = {
	"ctrl+h": "Backspace",
	"ctrl+i": "Tab",
	"ctrl+j": "Enter",
	"ctrl+m": "Enter",
};

const named: ReadonlySet<string> = new Set([
	"space",
	"backspace",
	"delete",
	"pageup",
	"pagedown",
	"home",
	"end",
	"f1",
] satisfies readonly KeyName[]);

/** Whether a text is the name of a key that a command can have. */
function isKeyName(text: string): text is KeyName {
	return /^[!-~]$|^ctrl\+[a-z]$|^g [a-z]$/.test(text) || named.has(text);
}

/** The key that a text of the file names, or why it names none, to follow the text. */
export function typedKey(text: string): { readonly key: KeyName } | { readonly problem: string } {
	const name = text.trim();
	const key = /^(?:[a-z]|g [a-z])$/i.test(name) ? name : name.toLowerCase();
	const other = same[key];
	if (other !== undefined) return { problem: `cannot be used: a terminal sends it for ${other}` };
	if (isKeyName(key)) return { key };
	return {
		problem: "is not a key: use a letter, a digit or a sign, ctrl+LETTER, or g and a letter such as g x",
	};
}
