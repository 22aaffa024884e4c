import { lineAndColumn } from "../../text/line-and-column.ts";

/**
 * CSV as text with positions: which characters make up a cell. `csv-parse` reads the values and rejects what is broken;
 * this finds the cell to change, so that everything else stays as it is.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */

/** The characters of a cell, with its quotes. */
export type CellSpan = { readonly start: number; readonly end: number };

export type Delimiter = "," | ";" | "\t";

/** The most frequent delimiter of the header line, outside quotation marks; a comma when it has none. */
export function delimiterOf(text: string): Delimiter {
	const header = (/^.*/.exec(text)?.[0] ?? "").replace(/"[^"]*"/g, "");
	const count = (delimiter: Delimiter) => header.split(delimiter).length;
	const candidates: readonly Delimiter[] = [",", ";", "\t"];
	return candidates.reduce((best, one) => (count(one) > count(best) ? one : best));
}

/** The cells of each line that is not empty, the header first, from `start` on. The text must be well formed. */
export function* rowsOf(text: string, delimiter: Delimiter, start = 0): Generator<readonly CellSpan[]> {
	let at = start;
	while (at < text.length) {
		const cells: CellSpan[] = [];
		for (;;) {
			const end = cellEnd(text, at, delimiter);
			cells.push({ start: at, end });
			at = end + 1;
			if (text[end] !== delimiter) break;
		}
		if (text[at - 1] === "\r" && text[at] === "\n") at++;
		const [first] = cells;
		if (cells.length > 1 || (first && first.end > first.start)) yield cells;
	}
}

/** The value of a cell, without its quotation marks. */
export function cellValue(text: string, { start, end }: CellSpan): string {
	const cell = text.slice(start, end);
	return cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}

/** The value as a cell: in quotation marks when it needs them, or when the cell that it replaces had them. */
export function writeCell(value: string, replaced: string, delimiter: Delimiter): string {
	const needsQuotes = value.includes(delimiter) || /["\r\n]/.test(value);
	return needsQuotes || replaced.startsWith('"') ? `"${value.replaceAll('"', '""')}"` : value;
}

function cellEnd(text: string, start: number, delimiter: Delimiter): number {
	let at = start;
	if (text[at] === '"') {
		do at = text.indexOf('"', at + 1) + 1;
		while (text[at] === '"');
		return at;
	}
	while (at < text.length && text[at] !== delimiter && text[at] !== "\n" && text[at] !== "\r") at++;
	return at;
}

/** The line and column of a cell, by the number of its row (the header is row 0) and its place in it; null when there is none. */
export function placeOfCell(
	text: string,
	{ delimiter, start }: { readonly delimiter: Delimiter; readonly start: number },
	row: number,
	place: number,
): { readonly line: number; readonly column: number } | null {
	let at = 0;
	for (const cells of rowsOf(text, delimiter, start)) {
		if (at++ < row) continue;
		const cell = cells[place] ?? cells[0];
		return cell === undefined ? null : lineAndColumn(text, cell.start);
	}
	return null;
}
