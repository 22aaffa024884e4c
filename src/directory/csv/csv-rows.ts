import { CsvError } from "csv-parse";
import { parse } from "csv-parse/sync";
import { defaultAccessId } from "../../source/app-role.ts";
import type { Assignment } from "../../source/assignment.ts";
import { type AttributeValue, nameOf, type SourceUser } from "../../source/source-user.ts";
import { cleanText } from "../../text/clean-text.ts";
import { counted } from "../../text/counted.ts";
import { createUserChecks, type UserChecks } from "../format/check-users.ts";
import { assignmentIdOf } from "../format/file-format.ts";
import { howToKeepValues } from "../format/file-kind.ts";
import { invalidFile } from "../format/invalid-file.ts";
import { emptyValue, isFormulaError, isShortened, isTypeName } from "../format/lost-text.ts";
import { otherExportWith } from "../format/other-exports.ts";
import { folded, propertyName } from "../format/property-name.ts";
import { rolesNamed } from "../format/role-names.ts";
import { userIdFrom } from "../format/user-id.ts";
import { brokenRow } from "./csv-broken-row.ts";
import { type Columns, otherDelimiterIn, readCell, readHeader } from "./csv-columns.ts";
import { readHeading } from "./csv-headings.ts";
import type { Preamble } from "./csv-preamble.ts";
import { cellValue, placeOfCell, rowsOf } from "./csv-text.ts";
import { longestRow } from "./longest-row.ts";

/** What the rows hold, collected one by one: there may be 100,000. */
export type Rows = {
	readonly users: Map<string, SourceUser>;
	/** The line of each user, in their order, and the number of their row (the header is row 0). */
	readonly lines: number[];
	readonly numbers: number[];
	readonly assignments: Assignment[];
	readonly roles: Set<string>;
	/** Columns without a heading that have a value in some row. */
	readonly filled: Set<number>;
	/** Rows of examples that a template came with. */
	readonly examples: number[];
	/** Rows that are the header once more. */
	readonly headers: number[];
	readonly checks: UserChecks;
};

/** What a row is read with. */
type Reading = {
	readonly text: string;
	readonly preamble: Preamble;
	readonly columns: Columns;
	readonly rows: Rows;
	readonly name: string;
};

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
					refuseOtherCount(cells, lastLine, reading);
					takeRow(cells, row, lastLine, reading);
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
	lastLine: number,
	{ columns, preamble, name }: Reading,
): void {
	const count = columns.headings.length;
	if (cells.length === count) return;
	const unexpected = cells.length > count ? cells.slice(count) : cells;
	if (unexpected.every((cell) => cell.trim() === "")) return;
	const line = lastLine - lineBreaksIn(cells);
	const fix = cells.length > count ? "" : "; complete the row, or remove it if it is not a user";
	const why = otherDelimiterIn(cells, preamble.delimiter) || fix;
	throw invalidFile(
		name,
		`line ${line}: ${counted(cells.length, "column")}, but the header has ${count}${why}`,
		{ line, column: null },
	);
}

/** @param lastLine - The line on which the row ends, as csv-parse counts. */
function takeRow(
	cells: readonly string[],
	row: number,
	lastLine: number,
	{ text, preamble, columns, rows, name }: Reading,
): void {
	const userPrincipalName = (cells[columns.userPrincipalName] ?? "").trim();
	if (userPrincipalName === "" && cells.every((cell) => cell.trim() === "")) return;
	const line = lastLine - lineBreaksIn(cells);
	const refuse = (what: string, column: number) => {
		const place = placeOfCell(text, preamble, row, column) ?? { line, column: null };
		return invalidFile(name, `line ${place.line}: ${what}`, place);
	};
	if (columns.kind === "entra-template" && /^example:/i.test(userPrincipalName)) {
		rows.examples.push(row);
		return;
	}
	if (isHeader(cells, columns)) {
		rows.headers.push(row);
		return;
	}
	if (readHeading(userPrincipalName, columns.kind).attribute === "userPrincipalName") {
		throw refuse(
			"this is another header, with other columns than the first; join exports with the same columns only",
			columns.userPrincipalName,
		);
	}
	if (userPrincipalName === "") {
		throw refuse(
			`the userPrincipalName is missing; ${howToGiveName(columns, rows)}`,
			columns.userPrincipalName,
		);
	}
	const givenId = columns.id === undefined ? "" : (cells[columns.id] ?? "").trim();
	const id = userIdFrom(givenId) || userPrincipalName.toLowerCase();
	if (isShortened(givenId)) {
		throw refuse(
			`the id is "${givenId}": a spreadsheet shortened it, so it is not the ID of any user. Export again without opening the file in a spreadsheet, or format the column as text first`,
			columns.id ?? 0,
		);
	}
	if (rows.users.has(id)) {
		const earlier = [...rows.users.keys()].indexOf(id);
		const place = givenId ? (columns.id ?? 0) : columns.userPrincipalName;
		const writtenAs = givenId && earlierCell(rows.numbers[earlier] ?? 0, columns.id ?? 0, text, preamble);
		throw refuse(
			`the ${givenId ? "id" : "userPrincipalName"} ${givenId || id} is already on line ${rows.lines[earlier]}${writtenAs === givenId ? "" : ", in another case"}`,
			place,
		);
	}
	if (columns.id !== undefined && givenId === "") rows.checks.withoutId(rows.lines.length);
	const named = columns.role === undefined ? "" : (cells[columns.role] ?? "");
	for (const [what, text, place] of [
		["id", givenId, columns.id ?? 0],
		["userPrincipalName", userPrincipalName, columns.userPrincipalName],
		["role", named, columns.role ?? 0],
	] as const) {
		if (isFormulaError(text))
			throw refuse(
				`the ${what} is "${cleanText(text)}", the error of a formula in a spreadsheet; correct the formula, or type the value in its place`,
				place,
			);
	}
	if (isTypeName(named)) {
		throw refuse(
			`the role is "${named}", the name of a type; ${howToKeepValues(columns.kind, "role")}`.replace(
				/\.$/,
				"",
			),
			columns.role ?? 0,
		);
	}
	for (const { place, code } of columns.ignored) {
		if (code === "unnamed-column" && (cells[place] ?? "").trim() !== "") rows.filled.add(place);
	}
	const attributes: Record<string, AttributeValue> = { id };
	for (const column of columns.attributes) {
		const { place, attribute } = column;
		const cell = cells[place] ?? "";
		const lost = isTypeName(cell) || (isFormulaError(cell) && attribute !== "accountEnabled");
		if (lost) rows.checks.lostValue(rows.lines.length, attribute, cell);
		const value = lost ? emptyValue(attribute) : readCell(column, cell);
		if (value === undefined) {
			const expected = column.inverted ? "yes or no" : "true or false";
			throw refuse(
				`${column.inverted ? column.heading : attribute} is "${cleanText(cell)}", not ${expected}; write ${expected} in this column`,
				place,
			);
		}
		attributes[attribute] = value;
	}
	attributes.userPrincipalName = userPrincipalName;
	const user: SourceUser = { id, attributes };
	const roles = rolesNamed(named);
	if (columns.role !== undefined) rows.checks.roles(rows.lines.length, roles);
	rows.users.set(id, user);
	rows.lines.push(line);
	rows.numbers.push(row);
	rows.checks.add(user);
	for (const role of roles) {
		if (role !== "") rows.roles.add(role);
		const grant = { principalId: id, appRoleId: role === "" ? defaultAccessId : role };
		rows.assignments.push({
			id: assignmentIdOf(grant),
			...grant,
			principalType: "User",
			principalName: nameOf(user),
		});
	}
}

function earlierCell(row: number, place: number, text: string, { delimiter, start }: Preamble): string {
	let at = 0;
	for (const cells of rowsOf(text, delimiter, start)) {
		const cell = at++ === row ? cells[place] : undefined;
		if (cell !== undefined) return cellValue(text, cell).trim();
	}
	return "";
}

/** Whether a row is the header once more, as where exports were joined. */
function isHeader(cells: readonly string[], { userPrincipalName, headings }: Columns): boolean {
	if (!cells[userPrincipalName]?.trim() || cells[userPrincipalName]?.includes("@")) return false;
	return headings.every((heading, place) => folded(cells[place] ?? "") === folded(heading));
}

/** What to do with the row of a user without a name. Where already the first one has none, another column probably holds the names. */
function howToGiveName({ headings }: Columns, { users }: Rows): string {
	const isNotName = (heading: string) => propertyName(heading) !== "userPrincipalName";
	const other = users.size === 0 ? otherExportWith(headings.filter(isNotName), "named") : undefined;
	return other ?? "fill it in, or remove the row if it is not a user";
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
