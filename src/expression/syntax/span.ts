/** A piece of the expression's text: from `start` up to, not including, `end`, in UTF-16 units. */
export type Span = { readonly start: number; readonly end: number };

/** Line and column, both from 1. */
export type Position = { readonly line: number; readonly column: number };

const lineFeed = 10;
const carriageReturn = 13;

function isLineEnd(text: string, at: number): boolean {
	const unit = text.charCodeAt(at);
	return unit === lineFeed || unit === carriageReturn;
}

/** Finds line and column of offsets in one text, reading it once. Lines end at LF, CR or CRLF. */
export function positionsIn(text: string): (offset: number) => Position {
	const starts = [0];
	for (let at = 0; at < text.length; at++) {
		if (!isLineEnd(text, at)) continue;
		const isFirstOfTwo = text.charCodeAt(at) === carriageReturn && text.charCodeAt(at + 1) === lineFeed;
		if (!isFirstOfTwo) starts.push(at + 1);
	}
	return (offset) => {
		let line = 0;
		let beyond = starts.length;
		while (beyond - line > 1) {
			const middle = (line + beyond) >>> 1;
			if ((starts[middle] ?? 0) <= offset) line = middle;
			else beyond = middle;
		}
		return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
	};
}

/** The line and column of one offset. Lines end at LF, CR or CRLF. */
export function positionAt(text: string, offset: number): Position {
	return positionsIn(text.slice(0, offset + 1))(offset);
}

/** Units of a line that are shown before a position, and from it on. A line of 30,000 would not be readable. */
const shownBefore = 100;
const shownAfter = 200;

/**
 * The line with the start of the span, with carets below the part of the span on that line. A long line is shortened to
 * the part around the span, with `…` for omitted text.
 */
export function underline(text: string, span: Span): string {
	let start = span.start;
	while (start > 0 && !isLineEnd(text, start - 1) && span.start - start < shownBefore) start--;
	let end = span.start;
	while (end < text.length && !isLineEnd(text, end) && end - span.start < shownAfter) end++;
	const isCutBefore = start > 0 && !isLineEnd(text, start - 1);
	const isCutAfter = end < text.length && !isLineEnd(text, end);
	const before = (isCutBefore ? "…" : "") + text.slice(start, span.start).toWellFormed();
	const width = Math.max(1, Math.min(span.end, end) - span.start);
	const shown = `${before}${text.slice(span.start, end).toWellFormed()}${isCutAfter ? "…" : ""}`;
	return `${shown}\n${before.replace(/[^\t]/gu, " ")}${"^".repeat(width)}`;
}
