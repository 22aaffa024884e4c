import { lineAndColumn } from "../../text/line-and-column.ts";
import type { SetupFileMistake } from "./setup-file-error.ts";

/** What a decoder makes of bytes that are not UTF-8; UTF-16 without a mark begins with a NUL character beside another one. */
const undecodable = /\uFFFD|^.?\0/;

/** Control characters other than tab and line breaks; YAML's escapes may hide them in a value. */
const control = /(?![\t\n\r])\p{Cc}/u;

/** Maximum length of a setup file in characters: a few thousand assignments, which a CSV file can hold better. */
const maxLength = 1_000_000;

/** Maximum number of brackets, or dashes of lists, inside each other. */
const maxDepth = 100;

/** What is wrong with a setup file as text: nothing in it, too much, or not UTF-8. */
export function textMistakes(text: string): readonly SetupFileMistake[] {
	if (text.length > maxLength)
		return [
			{
				line: 1,
				column: 1,
				message: `the file is too large (more than ${maxLength / 1_000_000} MB). List many users in a CSV file, and name it: assignments: people.csv`,
			},
		];
	const content = text.replace(/^\uFEFF/, "");
	if (content.replace(/^\s*#.*$/gm, "").trim() === "")
		return [
			{
				line: 1,
				column: 1,
				message: "version: is missing, since the file has no content. Begin it with version: 1",
			},
		];
	const encoding = encodingMistakes(text);
	if (encoding.length > 0) return encoding;
	const lone = content.search(/\r(?!\n)/);
	if (lone !== -1)
		return [
			{
				...lineAndColumn(content.slice(0, lone), lone),
				message:
					"this line ends with a carriage return alone: save the file with line breaks of Unix or Windows",
			},
		];
	const raw = content.search(control);
	if (raw !== -1) return [{ ...lineAndColumn(content, raw), message: "remove this control character" }];
	const deep = tooDeepAt(content);
	if (deep !== -1)
		return [
			{ ...lineAndColumn(content, deep), message: "the values are nested too deeply: write them flat" },
		];
	return [];
}

/** Where a file is not UTF-8. */
export function encodingMistakes(text: string): readonly SetupFileMistake[] {
	const at = text.search(undecodable);
	if (at === -1) return [];
	return [{ ...lineAndColumn(text, at), message: "the file is not UTF-8: save it in this encoding" }];
}

/** Where brackets or dashes are nested too deeply for any setup; -1 when they are not. */
function tooDeepAt(text: string): number {
	const dashes = text.search(new RegExp(`^(?:[-?:] +){${maxDepth},}`, "m"));
	if (dashes !== -1) return dashes;
	let depth = 0;
	for (const { 0: bracket, index } of text.matchAll(/[[{\]}]/g)) {
		depth = Math.max(0, depth + (bracket === "[" || bracket === "{" ? 1 : -1));
		if (depth > maxDepth) return index;
	}
	return -1;
}

/** Whether a value has a character that no name in Entra or Sumo Logic can have: a control character, or half of a pair (`\\ud800`). */
export function hasControlCharacter(value: string): boolean {
	return control.test(value) || !value.isWellFormed();
}
