import { lineAndColumn } from "../../text/line-and-column.ts";
import type { SetupFileMistake } from "./setup-file-error.ts";

/** What a decoder writes in place of bytes that are not UTF-8. */
const undecodable = "\uFFFD";

/** Control characters other than tab and line breaks; YAML's escapes may hide them in a value. */
const control = /(?![\t\n\r])\p{Cc}/u;

/** What is wrong with a setup file as text: nothing in it, or not UTF-8. */
export function textMistakes(text: string): readonly SetupFileMistake[] {
	const content = text.replace(/^\uFEFF/, "");
	if (content.replace(/^\s*#.*$/gm, "").trim() === "")
		return [
			{
				line: 1,
				column: 1,
				message: "version: is missing, since the file has no content. Begin it with version: 1",
			},
		];
	const at = text.indexOf(undecodable);
	if (at === -1) return [];
	return [{ ...lineAndColumn(text, at), message: "the file is not UTF-8: save it in this encoding" }];
}

/** Whether a value has a character that no name in Entra or Sumo Logic can have. */
export function hasControlCharacter(value: string): boolean {
	return control.test(value);
}
