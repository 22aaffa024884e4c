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
	return (part) => {
		if (isFirst) isIgnored = /^(?:\xff\xfe|\xfe\xff|\0|[^\0]\0)/.test(part.toString("latin1", 0, 2));
		isFirst = false;
		if (isIgnored) return;
		for (let at = 0; at < part.length; ) {
			const next = part.indexOf(quote, at);
			const end = next < 0 ? part.length : next;
			const piece = part.subarray(at, end);
			const lastBreak = Math.max(piece.lastIndexOf(lineFeed), piece.lastIndexOf(carriageReturn));
			line += lineBreaksIn(piece);
			if (isQuoted || lastBreak < 0) length += piece.length;
			else {
				length = piece.length - lastBreak - 1;
				began = line;
			}
			if (length > longestBytes)
				throw invalidFile(name, `line ${began}: ${rowTooLong}`, { line: began, column: null });
			if (next < 0) break;
			isQuoted = !isQuoted;
			length = 0;
			began = line;
			at = next + 1;
		}
	};
}

/** Line feeds; where there are none, carriage returns. */
function lineBreaksIn(piece: Buffer): number {
	return count(piece, lineFeed) || count(piece, carriageReturn);
}

function count(piece: Buffer, byte: number): number {
	let found = 0;
	for (let at = piece.indexOf(byte); at >= 0; at = piece.indexOf(byte, at + 1)) found++;
	return found;
}
