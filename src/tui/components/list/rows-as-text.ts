import { cleanText } from "../../../text/clean-text.ts";
import { csvRow, harmlessCell } from "../../../text/csv.ts";
import type { Column } from "./column.ts";

/** What is needed of a column to write its cells. */
type TextColumn<T> = Pick<Column<T>, "title" | "text" | "exported">;

/** A cell as an export or a copy has it. */
export function exportedCell<T>({ text, exported = text }: TextColumn<T>, row: T): string {
	return exported(row);
}

const formats = ["csv", "json"] as const;
export type RowFormat = (typeof formats)[number];

/** The format that the end of a file's name stands for. */
export function formatOf(path: string): RowFormat | undefined {
	return formats.find((format) => path.toLowerCase().endsWith(`.${format}`));
}

/**
 * The rows with all columns of their list, also those that a narrow terminal leaves out. `csv`: RFC 4180 with a header row, harmless for
 * spreadsheets. `json`: an array with one object per row, by the titles of the columns. Control characters are removed.
 */
export function rowsAsText<T>(
	format: RowFormat,
	rows: readonly T[],
	columns: readonly TextColumn<T>[],
): string {
	if (format === "csv") {
		const lines = [columns.map(({ title }) => title), ...rows.map((row) => cellsOf(row, columns))];
		return lines.map((cells) => `${csvRow(cells)}\n`).join("");
	}
	const objects = rows.map((row) =>
		Object.fromEntries(columns.map((column) => [column.title, cleanText(exportedCell(column, row))])),
	);
	return `${JSON.stringify(objects, null, 2)}\n`;
}

/** One row with tabs between its cells, to paste into a spreadsheet. */
export function rowText<T>(row: T, columns: readonly TextColumn<T>[]): string {
	return cellsOf(row, columns).map(harmlessCell).join("\t");
}

function cellsOf<T>(row: T, columns: readonly TextColumn<T>[]): readonly string[] {
	return columns.map((column) => exportedCell(column, row));
}
