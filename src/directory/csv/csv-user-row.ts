import type { DirectoryError } from "../../ports/source/directory.ts";
import { defaultAccessId } from "../../source/app-role.ts";
import type { Assignment } from "../../source/assignment.ts";
import { type AttributeValue, nameOf, type SourceUser } from "../../source/source-user.ts";
import { cleanText } from "../../text/clean-text.ts";
import type { UserChecks } from "../format/check-users.ts";
import { assignmentIdOf } from "../format/file-format.ts";
import { howToKeepValues } from "../format/file-kind.ts";
import { invalidFile } from "../format/invalid-file.ts";
import { emptyValue, isFormulaError, isShortened, isTypeName } from "../format/lost-text.ts";
import { otherExportWith } from "../format/other-exports.ts";
import { folded, propertyName } from "../format/property-name.ts";
import { rolesNamed } from "../format/role-names.ts";
import { userIdFrom } from "../format/user-id.ts";
import { type Columns, readCell } from "./csv-columns.ts";
import { readHeading } from "./csv-headings.ts";
import type { Preamble } from "./csv-preamble.ts";
import { cellValue, placeOfCell, rowsOf } from "./csv-text.ts";

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
export type Reading = {
	readonly text: string;
	readonly preamble: Preamble;
	readonly columns: Columns;
	readonly rows: Rows;
	readonly name: string;
};

/** Where a row is: `number` counts from the header, which is row 0; `line` counts from the beginning of the file. */
export type RowPlace = { readonly number: number; readonly line: number };

/** A row that is being read. `refuse`: the error that names the place of one of its cells. */
type Row = {
	readonly cells: readonly string[];
	readonly place: RowPlace;
	readonly userPrincipalName: string;
	/** Empty without a column for it. */
	readonly givenId: string;
	/** As in the file; empty without a column for it. */
	readonly namedRoles: string;
	readonly refuse: (what: string, column: number) => DirectoryError;
};

/** Reads one row, and collects what it holds. Throws `DirectoryError` `invalid` for a row that cannot be used. */
export function takeRow(cells: readonly string[], place: RowPlace, reading: Reading): void {
	if (cells.every((cell) => cell.trim() === "")) return;
	const { text, preamble, columns, rows, name } = reading;
	const textOf = (column: number | undefined) => (column === undefined ? "" : (cells[column] ?? ""));
	const row: Row = {
		cells,
		place,
		userPrincipalName: textOf(columns.userPrincipalName).trim(),
		givenId: textOf(columns.id).trim(),
		namedRoles: textOf(columns.role),
		refuse: (what, column) => {
			const at = placeOfCell(text, preamble, place.number, column) ?? { line: place.line, column: null };
			return invalidFile(name, `line ${at.line}: ${what}`, at);
		},
	};
	if (isNoUser(row, columns, rows)) return;
	refuseWithoutName(row, columns, rows);
	const id = idOf(row, reading);
	refuseLostValues(row, columns);
	for (const { place, code } of columns.ignored) {
		if (code === "unnamed-column" && textOf(place).trim() !== "") rows.filled.add(place);
	}
	keepUser(row, { id, attributes: attributesOf(row, id, columns, rows) }, columns, rows);
}

/** Whether it is an example of a template or the header once more, which are counted. */
function isNoUser({ cells, place, userPrincipalName }: Row, columns: Columns, rows: Rows): boolean {
	const isExample = columns.kind === "entra-template" && /^example:/i.test(userPrincipalName);
	if (isExample) rows.examples.push(place.number);
	else if (isHeader(cells, columns)) rows.headers.push(place.number);
	else return false;
	return true;
}

function refuseWithoutName({ userPrincipalName, refuse }: Row, columns: Columns, rows: Rows): void {
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
}

/** The user's id: the one in the file, otherwise the user principal name. Throws for one that another row has. */
function idOf({ givenId, userPrincipalName, refuse }: Row, reading: Reading): string {
	const { text, preamble, columns, rows } = reading;
	const id = userIdFrom(givenId) || userPrincipalName.toLowerCase();
	const column = columns.id ?? 0;
	if (isShortened(givenId)) {
		throw refuse(
			`the id is "${givenId}": a spreadsheet shortened it, so it is not the ID of any user. Export again without opening the file in a spreadsheet, or format the column as text first`,
			column,
		);
	}
	if (rows.users.has(id)) {
		const earlier = [...rows.users.keys()].indexOf(id);
		const writtenAs = givenId && earlierCell(rows.numbers[earlier] ?? 0, column, text, preamble);
		throw refuse(
			`the ${givenId ? "id" : "userPrincipalName"} ${givenId || id} is already on line ${rows.lines[earlier]}${writtenAs === givenId ? "" : ", in another case"}`,
			givenId ? column : columns.userPrincipalName,
		);
	}
	if (columns.id !== undefined && givenId === "") rows.checks.withoutId(rows.lines.length);
	return id;
}

/** Refuses what a spreadsheet or PowerShell wrote in place of a value without which the user cannot be provisioned. */
function refuseLostValues({ givenId, userPrincipalName, namedRoles, refuse }: Row, columns: Columns): void {
	for (const [what, text, column] of [
		["id", givenId, columns.id ?? 0],
		["userPrincipalName", userPrincipalName, columns.userPrincipalName],
		["role", namedRoles, columns.role ?? 0],
	] as const) {
		if (isFormulaError(text))
			throw refuse(
				`the ${what} is "${cleanText(text)}", the error of a formula in a spreadsheet; correct the formula, or type the value in its place`,
				column,
			);
	}
	if (isTypeName(namedRoles)) {
		const fix = howToKeepValues(columns.kind, "role").replace(/\.$/, "");
		throw refuse(`the role is "${namedRoles}", the name of a type; ${fix}`, columns.role ?? 0);
	}
}

function attributesOf(
	{ cells, userPrincipalName, refuse }: Row,
	id: string,
	columns: Columns,
	{ checks, lines }: Rows,
): SourceUser["attributes"] {
	const attributes: Record<string, AttributeValue> = { id };
	for (const column of columns.attributes) {
		const { place, attribute, inverted, heading } = column;
		const cell = cells[place] ?? "";
		const isLost = isTypeName(cell) || (isFormulaError(cell) && attribute !== "accountEnabled");
		if (isLost) checks.lostValue(lines.length, attribute, cell);
		const value = isLost ? emptyValue(attribute) : readCell(column, cell);
		if (value === undefined) {
			const expected = inverted ? "yes or no" : "true or false";
			throw refuse(
				`${inverted ? heading : attribute} is "${cleanText(cell)}", not ${expected}; write ${expected} in this column`,
				place,
			);
		}
		attributes[attribute] = value;
	}
	attributes.userPrincipalName = userPrincipalName;
	return attributes;
}

function keepUser({ place, namedRoles }: Row, user: SourceUser, columns: Columns, rows: Rows): void {
	const roles = rolesNamed(namedRoles);
	if (columns.role !== undefined) rows.checks.roles(rows.lines.length, roles);
	rows.users.set(user.id, user);
	rows.lines.push(place.line);
	rows.numbers.push(place.number);
	rows.checks.add(user);
	for (const role of roles) {
		if (role !== "") rows.roles.add(role);
		const grant = { principalId: user.id, appRoleId: role === "" ? defaultAccessId : role };
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
