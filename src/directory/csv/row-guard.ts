import { invalidFile } from "../format/invalid-file.ts";
import { longestRow, rowTooLong } from "./longest-row.ts";

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** A character takes four bytes at most in UTF-8. */
const longestBytes = 4 * longestRow;

/**
 * Refuses a CSV file while it is read, as soon as a cell in quotation marks, or a line outside of them, is far longer than a row may be: a
 * quotation mark that is never closed would make one cell of the rest of the file. Files in UTF-16 are checked after reading only.
 *
 * @returns a function for each part of the file in its order. It throws DirectoryError `invalid` with the line where the row begins.
 */
export function guardRows(name: string): (part: Buffer) => void {
	let isFirst = true;
	let isIgnored = false;
	let isQuoted = false;
	/** Bytes since the opening quotation mark, or since the last line break or closing mark outside of cells. */
	let length = 0;
	/** The line that has been reached, and the one on which that began. */
	let line = 1;
	let began = 1;
	/** The byte before: a line feed after a carriage return ends the same line. */
	let before = 0;
	return (part) => {
		if (isFirst) isIgnored = /^(?:\xff\xfe|\xfe\xff|\0|[^\0]\0)/.test(part.toString("latin1", 0, 2));
		isFirst = false;
		if (isIgnored) return;
		// A loop over bytes: calls of `indexOf` take ten times longer where there are many quotation marks.
		for (let at = 0; at < part.length; at++) {
			const byte = part[at] ?? 0;
			const isBreak = byte === lineFeed || byte === carriageReturn;
			if (isBreak && !(byte === lineFeed && before === carriageReturn)) line++;
			before = byte;
			if (byte === quote) isQuoted = !isQuoted;
			if (byte === quote || (isBreak && !isQuoted)) {
				length = 0;
				began = line;
			} else if (++length > longestBytes)
				throw invalidFile(name, `line ${began}: ${rowTooLong}`, { line: began, column: null });
		}
	};
}
