import { cleanText } from "./clean-text.ts";

/** A row as RFC 4180 writes it, without its LF: the row ends with the CR. */
export function csvRow(cells: readonly string[]): string {
	return `${cells.map(csvCell).join(",")}\r`;
}

/**
 * One cell as RFC 4180 writes it, made harmless for spreadsheets: quotation marks alone do not stop Excel from running a formula.
 * Control characters and line ends are removed.
 */
export function csvCell(value: string): string {
	const harmless = harmlessCell(value);
	return /[",']|^\s|\s$/u.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/**
 * The text of a spreadsheet's cell. A value that would be read as a formula gets an apostrophe before it, as OWASP advises.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function harmlessCell(value: string): string {
	const text = cleanText(value);
	return /^\s*[=+\-@＝＋－＠]/u.test(text) ? `'${text}` : text;
}
