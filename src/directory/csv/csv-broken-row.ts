import type { CsvError } from "csv-parse";
import { invalidFile } from "../format/invalid-file.ts";
import { rowTooLong } from "./longest-row.ts";

/**
 * What is wrong with a row that csv-parse refuses, and the line on which it begins: csv-parse counts up to where it noticed.
 *
 * @param line where the row begins as far as it is known
 */
export function brokenRow(error: CsvError, line: number, name: string): Error {
	const refuse = (what: string) => invalidFile(name, `line ${line}: ${what}`, { line, column: null });
	switch (error.code) {
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
