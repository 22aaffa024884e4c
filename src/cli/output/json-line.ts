/**
 * A value as one line of JSON that is harmless on a terminal: characters that `JSON.stringify` leaves raw and a terminal may act on
 * (C1 controls, DEL, bidirectional overrides, invisible characters) are written as `\u…`, so that nothing is lost.
 */
export function jsonLine(value: unknown): string {
	return JSON.stringify(value).replace(unsafe, escaped);
}

/** The same on several lines, for files to read. */
export function jsonText(value: unknown): string {
	return JSON.stringify(value, null, 2).replace(unsafe, escaped);
}

/** DEL and C1, soft hyphen, marks, zero widths, line separators, embeddings, isolates, byte order mark, annotations. */
const unsafe = /[\u007F-\u009F\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/g;

function escaped(character: string): string {
	return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
