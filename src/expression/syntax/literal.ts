import type { Span } from "./span.ts";

/** Text as a string of an expression: in quotes, with `\` and `"` escaped. */
export function quote(text: string): string {
	return `"${text.replace(/[\\"]/gu, "\\$&")}"`;
}

/** The value of a string of an expression: without its quotes and escapes. Other backslashes stay. */
export function unquote(source: string): string {
	return source.slice(1, -1).replace(/\\([\\"])/gu, "$1");
}

/**
 * The position in the expression of the unit at `offset` of a string's value, with escapes; its closing quote for an
 * offset after the last unit, and the whole string for null. `literal` is the string with its quotes.
 */
export function placeInText(text: string, literal: Span, offset: number | null): Span {
	if (offset === null) return { start: literal.start, end: literal.end };
	const widthAt = (at: number) => (/^\\[\\"]/u.test(text.slice(at, at + 2)) ? 2 : 1);
	const last = literal.end - 1;
	let start = literal.start + 1;
	for (let unit = 0; unit < offset && start < last; unit++) start += widthAt(start);
	return { start, end: start < last ? start + widthAt(start) : literal.end };
}
