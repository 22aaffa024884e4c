import { CsvError } from "csv-parse";
import { parse } from "csv-parse/sync";
import type { SourcePlace } from "../../ports/source/directory.ts";
import type { SourceProblem } from "../../ports/source/source-problem.ts";
import { type AppRole, defaultAccessId } from "../../source/app-role.ts";
import type { Assignment } from "../../source/assignment.ts";
import { type AttributeValue, nameOf, type SourceUser } from "../../source/source-user.ts";
import { cleanText } from "../../text/clean-text.ts";
import { counted } from "../../text/counted.ts";
import { createUserChecks, type UserChecks } from "../format/check-users.ts";
import { assignmentIdOf, type FileFormat } from "../format/file-format.ts";
import { howToKeepValues } from "../format/file-kind.ts";
import { withPlaces } from "../format/finding.ts";
import { invalidFile } from "../format/invalid-file.ts";
import { emptyValue, isFormulaError, isShortened, isTypeName } from "../format/lost-text.ts";
import { otherExportWith } from "../format/other-exports.ts";
import { folded, propertyName } from "../format/property-name.ts";
import { rolesNamed } from "../format/role-names.ts";
import { userIdFrom } from "../format/user-id.ts";
import { type Columns, otherDelimiterIn, readCell, readHeader } from "./csv-columns.ts";
import { withRoles } from "./csv-edit.ts";
import { isLikeEnabled, readHeading } from "./csv-headings.ts";
import { type Preamble, readPreamble } from "./csv-preamble.ts";
import { cellValue, placeOfCell, rowsOf } from "./csv-text.ts";
import { longestRow, rowTooLong } from "./longest-row.ts";
import { guardRows } from "./row-guard.ts";

/**
 * The CSV source: one row per user, under a header of Graph's names (`employeeOrgData.division` for nested ones) and `role`,
 * or one of the files that Microsoft's programs write (`fileKinds`, docs/sources.md). Names are read in any case.
 *
 * - `role` (or `roles`, `appRole`, `App Role`): the role's value, or several separated by semicolons; empty for default access,
 *   `-` for not assigned. Without that column all users are assigned with default access. The roles are the values in it.
 * - `id` (or `objectId`): may be absent or empty; then it is the user principal name in lower case.
 * - `accountEnabled`: `true` or `false` in any case. `businessPhones`, `otherMails`, `proxyAddresses` and `imAddresses`
 *   hold values separated by semicolons. An empty cell has no value.
 *
 * The delimiter (comma, semicolon or tab) is the header's, or the one that a line `sep=` above it names.
 */
export const csvFormat: FileFormat = {
	guard: guardRows,
	parse(text, name) {
		const preamble = readPreamble(text);
		refuseOtherFormats(text, preamble, name);
		const { columns, rows } = readRows(text, preamble, name);
		return {
			users: rows.users,
			groups: [],
			state: { roles: [...rows.roles].map(roleOf), assignments: rows.assignments, members: new Map() },
			layout: columns.layout,
			problems: problemsOf(text, preamble, columns, rows),
		};
	},
	withGrant(text, { principalId, appRoleId }, _contents, name) {
		return withRoles(text, principalId, name, (roles) =>
			appRoleId === defaultAccessId
				? roles.length === 0
					? [""]
					: roles
				: [...roles.filter(Boolean), appRoleId],
		);
	},
	withoutGrant(text, { principalId, appRoleId }, _contents, name) {
		const gone = appRoleId === defaultAccessId ? "" : appRoleId;
		return withRoles(text, principalId, name, (roles) => roles.filter((role) => role !== gone));
	},
};

/** @throws DirectoryError `invalid` for JSON under the name of a CSV file, and for an unsupported delimiter */
function refuseOtherFormats(text: string, { start, lines, otherDelimiter }: Preamble, name: string): void {
	const refuse = (what: string, line: number) =>
		invalidFile(name, `line ${line}: ${what}`, { line, column: null });
	if (/^\s*(?:\{\s*"|\[\s*(?:\{|\]))/.test(text.slice(start, start + longestRow))) {
		throw refuse("this is JSON; rename the file so that it ends in .json", lines + 1);
	}
	if (otherDelimiter !== null) {
		throw refuse(
			`the delimiter "${cleanText(otherDelimiter)}" is not supported; separate the cells with commas, semicolons or tabs`,
			lines,
		);
	}
}

/** What the rows hold, collected one by one: there may be 100,000. */
type Rows = {
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

function readRows(
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
			relaxColumnCountMore: true,
			maxRecordSize: longestRow,
			onRecord: (cells: string[], { lines }) => {
				for (const cell of cells) countedTwice += pairsIn(cell);
				lastLine = preamble.lines + lines - countedTwice;
				if (reading) {
					refuseMoreCells(cells, lastLine, reading);
					takeRow(cells, row, lastLine, reading);
				} else reading = { text, preamble, name, ...begin(readHeader(cells, name, preamble)) };
				row++;
				return null;
			},
		});
	} catch (error) {
		throw error instanceof CsvError
			? brokenRow(error, lastLine + 1, { ...preamble, lines: preamble.lines - countedTwice }, name)
			: error;
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

/** Spreadsheets write empty cells after the last column; anything else there belongs to no heading. */
function refuseMoreCells(
	cells: readonly string[],
	lastLine: number,
	{ columns, preamble, name }: Reading,
): void {
	const count = columns.headings.length;
	if (cells.length <= count || cells.slice(count).every((cell) => cell.trim() === "")) return;
	const line = lastLine - lineBreaksIn(cells);
	const why = otherDelimiterIn(cells, preamble.delimiter);
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

/** The first column that is called almost like the role's is probably meant. */
function howToGiveRoles({ attributes }: Columns): string {
	const similar = attributes.find(({ heading }) =>
		/r[oô]l(?:l?es?)?(?:\b|\()|^ruolo$|^papel$/i.test(heading),
	);
	return similar === undefined
		? "Add a column role with each user's role, - for users that are not assigned."
		: `Rename the column ${cleanText(similar.heading)} to role if it holds each user's role.`;
}

function problemsOf(
	text: string,
	preamble: Preamble,
	columns: Columns,
	rows: Rows,
): readonly SourceProblem[] {
	const placeIn = (row: number, place: number): SourcePlace | null => placeOfCell(text, preamble, row, place);
	const heading = preamble.lines + 1;
	const problems: SourceProblem[] = [];
	if (columns.role === undefined && rows.users.size > 0) {
		problems.push({
			code: "no-roles",
			line: heading,
			column: null,
			count: rows.users.size,
			message:
				"The file has no column role, so all users in it are assigned, with default access and no role.",
			fix: howToGiveRoles(columns),
		});
	}
	for (const { place, heading, code, reason } of columns.ignored) {
		if (code === "secret" || (code === "unnamed-column" && !rows.filled.has(place))) continue;
		const at = placeIn(0, place);
		problems.push({
			code,
			line: at?.line ?? null,
			column: at?.column ?? null,
			count: 1,
			message: `The column ${heading === "" ? `${place + 1}` : cleanText(heading)} is ignored: ${reason}.`,
			fix: code === "unnamed-column" ? "Give it a heading, or remove it." : "Remove one of the two columns.",
		});
	}
	const [example] = rows.examples;
	if (example !== undefined) {
		const at = placeIn(example, columns.userPrincipalName);
		problems.push({
			code: "example-row",
			line: at?.line ?? null,
			column: at?.column ?? null,
			count: rows.examples.length,
			message: "The row of examples that the template came with is skipped.",
			fix: "Remove it.",
		});
	}
	const [again] = rows.headers;
	if (again !== undefined) {
		const at = placeIn(again, 0);
		problems.push({
			code: "repeated-header",
			line: at?.line ?? null,
			column: at?.column ?? null,
			count: rows.headers.length,
			message: "The header appears again, as where exports were joined: it is skipped.",
			fix: "Remove it, and check that no part is missing.",
		});
	}
	const found = withPlaces(rows.checks.findings(), ({ user, attribute }) => {
		const column = columns.attributes.find((one) => one.attribute === attribute)?.place;
		const place = attribute === "role" ? columns.role : attribute === "id" ? columns.id : column;
		return placeIn(rows.numbers[user] ?? 0, place ?? columns.userPrincipalName);
	});
	return [...problems, ...namingColumn(found, columns, rows.users.size, placeIn)];
}

/** The column that probably says who is disabled belongs to the warning that the file does not. */
function namingColumn(
	found: readonly SourceProblem[],
	{ attributes }: Columns,
	count: number,
	placeIn: (row: number, place: number) => SourcePlace | null,
): readonly SourceProblem[] {
	const similar = attributes.find(({ heading }) => isLikeEnabled(heading));
	const hasOwn = attributes.some(({ attribute }) => attribute === "accountEnabled");
	if (similar === undefined || hasOwn || count === 0) return found;
	const heading = cleanText(similar.heading);
	const at = placeIn(0, similar.place);
	const problem: SourceProblem = {
		code: "account-enabled-missing",
		line: at?.line ?? null,
		column: at?.column ?? null,
		count,
		message: `The file has no accountEnabled, so all users count as enabled, whatever the column ${heading} holds.`,
		fix: `Rename the column ${heading} to accountEnabled if it is true for users who may sign in. Otherwise, write true or false in it.`,
	};
	return [...found.filter(({ code }) => code !== problem.code), problem];
}

/** Names the line on which the broken row begins: csv-parse counts up to where it noticed. */
function brokenRow(error: CsvError, line: number, { lines, delimiter }: Preamble, name: string): Error {
	const refuse = (what: string, at = line) =>
		invalidFile(name, `line ${at}: ${what}`, { line: at, column: null });
	switch (error.code) {
		case "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH":
		case "CSV_RECORD_INCONSISTENT_COLUMNS": {
			const counts = /expect (\d+), got (\d+) on line (\d+)/.exec(error.message);
			const why = otherDelimiterIn(cellsOf(error), delimiter);
			const found = counts === null ? "another number of columns" : counted(Number(counts[2]), "column");
			return refuse(
				`${found}, but the header has ${counts?.[1] ?? "others"}${why || "; complete the row, or remove it if it is not a user"}`,
				counts === null ? line : lines + Number(counts[3]),
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

function roleOf(value: string): AppRole {
	return { id: value, value, displayName: value };
}
