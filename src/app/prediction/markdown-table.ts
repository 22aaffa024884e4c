import { cleanText } from "../../text/clean-text.ts";

/** A table in Markdown, one string per line. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
	const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
	return [line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)];
}

/** Text of users and targets, which must not end a cell, start a tag or a link. */
export function cell(text: string): string {
	return cleanText(text).replace(/[\\|`*_<>[\]]/g, (character) => `\\${character}`);
}
