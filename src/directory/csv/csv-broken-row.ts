import type { CsvError } from "csv-parse";
import { counted } from "../../text/counted.ts";
import { invalidFile } from "../format/invalid-file.ts";
import { otherDelimiterIn } from "./csv-columns.ts";
import type { Preamble } from "./csv-preamble.ts";
import { rowTooLong } from "./longest-row.ts";

/**
 * What is wrong with a row that csv-parse refuses, and the line on which it begins: csv-parse counts up to where it noticed.
 *
 * @param line where the row begins as far as it is known
 * @param expected the number of the header's cells
 */
export function brokenRow(
	error: CsvError,
	line: number,
	{ lines, delimiter }: Preamble,
	name: string,
	expected: number,
): Error {
	const refuse = (what: string, at = line) =>
		invalidFile(name, `line ${at}: ${what}`, { line: at, column: null });
	switch (error.code) {
		case "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH":
		case "CSV_RECORD_INCONSISTENT_COLUMNS": {
			const cells = cellsOf(error);
			const why = otherDelimiterIn(cells, delimiter);
			const place: unknown = error.lines;
			return refuse(
				`${counted(cells.length, "column")}, but the header has ${expected}${why || "; complete the row, or remove it if it is not a user"}`,
				typeof place === "number" ? lines + place : line,
			);
		}
		case "CSV_MAX_RECORD_SIZE":
			return refuse(rowTooLong);
		case "CSV_QUOTE_NOT_CLOSED":
			return refuse("a quotation mark that opens in this row is never closed");
		case "INVALID_OPENING_QUOTE":
		case "CSV_INVALID_CLOSING_QUOTE":
			return refuse(
				"a quotation mark in the middle of a cell; put the whole cell in quotation marks and double the one inside",
			);
		default:
			return refuse(error.message);
	}
}

/** The broken row, as csv-parse adds it to its error. */
function cellsOf(error: CsvError): readonly string[] {
	const record: unknown = error.record;
	return Array.isArray(record) ? record.filter((cell) => typeof cell === "string") : [];
}
