/** A piece of the expression's text: from `start` up to, not including, `end`, in UTF-16 units. */
export type Span = { readonly start: number; readonly end: number };

/** A place as people count it: both from 1. */
export type Position = { readonly line: number; readonly column: number };

/** The line and column of an offset. Lines end at LF, CR or CRLF. */
export function positionAt(text: string, offset: number): Position {
	let line = 1;
	let lineStart = 0;
	for (let at = 0; at < offset && at < text.length; at++) {
		const unit = text.charCodeAt(at);
		const endsLine = unit === 10 || (unit === 13 && text.charCodeAt(at + 1) !== 10);
		if (endsLine) {
			line++;
			lineStart = at + 1;
		}
	}
	return { line, column: offset - lineStart + 1 };
}

/** The line that holds the span, and under it carets below the span (as far as it stays on that line). */
export function underline(text: string, span: Span): string {
	const lines = text.split(/\r\n|\r|\n/u);
	const { line, column } = positionAt(text, span.start);
	const shown = lines[line - 1] ?? "";
	const width = Math.max(1, Math.min(span.end - span.start, shown.length - column + 1));
	const indent = shown.slice(0, column - 1).replace(/[^\t]/gu, " ");
	return `${shown}\n${indent}${"^".repeat(width)}`;
}
