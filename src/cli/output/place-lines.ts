import { cleanText } from "../../text/clean-text.ts";

/** A line of an expression and its carets below, indented. */
export function placeLines(caret: string): readonly string[] {
	return caret.split("\n").map((line) => `  ${cleanIndented(line.replaceAll("\t", " "))}`);
}

/** `cleanText` would remove the indent. */
export function cleanIndented(line: string): string {
	const indent = /^ */u.exec(line)?.[0] ?? "";
	return `${indent}${cleanText(line.slice(indent.length))}`;
}
