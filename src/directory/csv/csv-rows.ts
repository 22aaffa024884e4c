import { CsvError } from "csv-parse";
import { parse } from "csv-parse/sync";
import { counted } from "../../text/counted.ts";
import { createUserChecks } from "../format/check-users.ts";
import { invalidFile } from "../format/invalid-file.ts";
import { brokenRow } from "./csv-broken-row.ts";
import { type Columns, otherDelimiterIn, readHeader } from "./csv-columns.ts";
import type { Preamble } from "./csv-preamble.ts";
import { type Reading, type Rows, takeRow } from "./csv-user-row.ts";
import { longestRow } from "./longest-row.ts";

/** Reads all rows below the header. Throws `DirectoryError` `invalid` for a row that cannot be used. */
export function readRows(
	text: string,
	preamble: Preamble,
	name: string,
): { readonly columns: Columns; readonly rows: Rows } {
	let reading: Reading | undefined;
	let lastLine = preamble.lines;
	/** csv-parse counts a line break of two characters in a cell twice. */
	let countedTwice = 0;
	let row = 0;
	try {
		parse(text.slice(preamble.start), {
			delimiter: preamble.delimiter,
			recordDelimiter: ["\r\n", "\n", "\r"],
			skipEmptyLines: true,
			relaxColumnCount: true,
			maxRecordSize: longestRow,
			onRecord: (cells: string[], { lines }) => {
				for (const cell of cells) countedTwice += pairsIn(cell);
				lastLine = preamble.lines + lines - countedTwice;
				if (reading) {
					const line = lastLine - lineBreaksIn(cells);
					refuseOtherCount(cells, line, reading);
					takeRow(cells, { number: row, line }, reading);
				} else reading = { text, preamble, name, ...begin(readHeader(cells, name, preamble)) };
				row++;
				return null;
			},
		});
	} catch (error) {
		throw error instanceof CsvError ? brokenRow(error, lastLine + 1, name) : error;
	}
	if (reading) return reading;
	throw invalidFile(
		name,
		"the file is empty; its first line must hold the attribute names of Microsoft Graph",
	);
}

function begin(columns: Columns): Pick<Reading, "columns" | "rows"> {
	const lines: number[] = [];
	const rows: Rows = {
		users: new Map(),
		lines,
		numbers: [],
		assignments: [],
		roles: new Set(),
		filled: new Set(),
		examples: [],
		headers: [],
		checks: createUserChecks(columns.kind, (user) => `line ${lines[user]}`),
	};
	return { columns, rows };
}

/**
 * Spreadsheets write empty cells after the last column, and people leave lines of blanks. Other rows with more or fewer cells than the
 * header are refused.
 */
function refuseOtherCount(
	cells: readonly string[],
	line: number,
	{ columns, preamble, name }: Reading,
): void {
	const count = columns.headings.length;
	if (cells.length === count) return;
	const unexpected = cells.length > count ? cells.slice(count) : cells;
	if (unexpected.every((cell) => cell.trim() === "")) return;
	const fix = cells.length > count ? "" : "; complete the row, or remove it if it is not a user";
	const why = otherDelimiterIn(cells, preamble.delimiter) || fix;
	throw invalidFile(
		name,
		`line ${line}: ${counted(cells.length, "column")}, but the header has ${count}${why}`,
		{ line, column: null },
	);
}

function lineBreaksIn(cells: readonly string[]): number {
	let breaks = 0;
	for (const cell of cells) {
		if (/[\r\n]/.test(cell)) breaks += cell.split(/\r\n|\r|\n/).length - 1;
	}
	return breaks;
}

function pairsIn(cell: string): number {
	return cell.includes("\r\n") ? cell.split("\r\n").length - 1 : 0;
}
