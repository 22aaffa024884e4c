import { graphemes, widthOf } from "../../text/fit-text.ts";

/** Text being edited, and the position of the caret in graphemes. */
export type TextEdit = { readonly value: string; readonly caret: number };

const isSpace = (grapheme: string | undefined) => grapheme === undefined || /^\s/u.test(grapheme);

function splice({ value, caret }: TextEdit, from: number, to: number, text = ""): TextEdit {
	const all = graphemes(value);
	const start = Math.max(0, from);
	const before = all.slice(0, start).join("") + text;
	return {
		value: before + all.slice(Math.max(start, to)).join(""),
		caret: text === "" ? Math.min(caret, start) : graphemes(before).length,
	};
}

/** The character at a cell of a line that begins with the character `from`; `to`, the end of the line, in the cells after it. `cellsOf`: the width of a character. */
export function characterAt(
	characters: readonly string[],
	cell: number,
	from: number,
	to = characters.length,
	cellsOf: (character: string) => number = widthOf,
): number {
	let at = from;
	let left = cell;
	while (at < to) {
		left -= cellsOf(characters[at] ?? "");
		if (left < 0) break;
		at += 1;
	}
	return at;
}

/** Inserts text at the caret. */
export function insert(edit: TextEdit, text: string): TextEdit {
	return splice(edit, edit.caret, edit.caret, text);
}

/** The start of the word before the caret. */
function wordStart({ value, caret }: TextEdit): number {
	const all = graphemes(value);
	let start = caret;
	while (start > 0 && isSpace(all[start - 1])) start -= 1;
	while (start > 0 && !isSpace(all[start - 1])) start -= 1;
	return start;
}

/** The text after a key; undefined for keys that do not edit. Ctrl+A, E, U, W and D work as in a shell. */
export function editByKey(edit: TextEdit, key: string): TextEdit | undefined {
	const { value, caret } = edit;
	const length = graphemes(value).length;
	switch (key) {
		case "left":
			return { value, caret: Math.max(0, caret - 1) };
		case "right":
			return { value, caret: Math.min(length, caret + 1) };
		case "home":
		case "ctrl+a":
			return { value, caret: 0 };
		case "end":
		case "ctrl+e":
			return { value, caret: length };
		case "backspace":
			return caret === 0 ? edit : splice(edit, caret - 1, caret);
		case "delete":
		case "ctrl+d":
			return splice(edit, caret, caret + 1);
		case "ctrl+u":
			return splice(edit, 0, caret);
		case "ctrl+w":
			return splice(edit, wordStart(edit), caret);
		default:
			return undefined;
	}
}
