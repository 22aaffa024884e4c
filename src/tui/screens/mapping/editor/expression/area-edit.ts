import { cleanText } from "../../../../../text/clean-text.ts";
import { editByKey, insert, type TextEdit } from "../../../../components/input/text-edit.ts";
import type { KeyPress } from "../../../../keys/key-press.ts";
import { graphemes } from "../../../../text/fit-text.ts";
import { layOutArea, lineEnd, lineOfCaret, moveByLines } from "./area-layout.ts";

/** Normalizes all line ends to `\n`. */
export function withPlainLineEnds(text: string): string {
	return text.replace(/\r\n?|[\u0085\u2028\u2029]/gu, "\n");
}

/** The offset of the caret in UTF-16 units, as used by the expression language. */
export function offsetOf({ value, caret }: TextEdit): number {
	return graphemes(value).slice(0, caret).join("").length;
}

/** The caret at an offset in UTF-16 units. */
export function caretAt(value: string, offset: number): number {
	return graphemes(value.slice(0, offset)).length;
}

/** Replaces the text, for example after formatting. The caret stays after the same number of non-space characters. */
export function keepCaret({ value, caret }: TextEdit, text: string): TextEdit {
	const isInk = (character: string) => !/^\s/u.test(character);
	let ink = graphemes(value).slice(0, caret).filter(isInk).length;
	let to = 0;
	for (const character of graphemes(text)) {
		if (ink === 0) break;
		if (isInk(character)) ink -= 1;
		to += 1;
	}
	return { value: text, caret: to };
}

/** Pasted text without control characters; its line ends stay. */
function cleanPaste(text: string): string {
	return withPlainLineEnds(text)
		.split("\n")
		.map((line) => cleanText(line))
		.join("\n");
}

/** The text after a key in an area of this width; undefined for keys that do not edit. Home, End and Ctrl+U act on the line. */
export function editArea(edit: TextEdit, { name, text }: KeyPress, width: number): TextEdit | undefined {
	if (name === "enter") return insert(edit, "\n");
	if (name === "paste") return insert(edit, cleanPaste(text));
	if (text !== "") return insert(edit, text);
	const { value, caret } = edit;
	const characters = graphemes(value);
	const lines = layOutArea(characters, width);
	const index = lineOfCaret(lines, caret);
	const start = lines[index]?.from ?? 0;
	switch (name) {
		case "up":
			return { value, caret: moveByLines(characters, lines, caret, -1) };
		case "down":
			return { value, caret: moveByLines(characters, lines, caret, 1) };
		case "home":
		case "ctrl+a":
			return { value, caret: start };
		case "end":
		case "ctrl+e":
			return { value, caret: lineEnd(lines, index) };
		case "ctrl+u":
			return {
				value: [...characters.slice(0, start), ...characters.slice(caret)].join(""),
				caret: start,
			};
		default:
			return editByKey(edit, name);
	}
}
