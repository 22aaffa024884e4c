import { CsvError } from "csv-parse";
import { parse } from "csv-parse/sync";
import { type AppRole, defaultAccessId } from "../source/app-role.ts";
import type { Assignment } from "../source/assignment.ts";
import { type AttributeValue, nameOf, type SourceUser } from "../source/source-user.ts";
import { type Columns, readCell, readHeader } from "./csv-columns.ts";
import { rolesIn, withRoles } from "./csv-edit.ts";
import { delimiterOf } from "./csv-text.ts";
import { assignmentIdOf, type FileFormat } from "./file-format.ts";
import { invalidFile } from "./invalid-file.ts";

/**
 * The CSV source: one row per user, under a header of Graph's names (`employeeOrgData.division` for nested ones) and `role`.
 *
 * - `role`: the role's value, or several separated by semicolons; empty for default access, `-` for not assigned.
 *   Without that column all users are assigned with default access. The roles are the values in it.
 * - `id`: may be absent or empty; then it is the user principal name in lower case.
 * - `accountEnabled`: `true` or `false` in any case. `businessPhones`, `otherMails`, `proxyAddresses` and `imAddresses`
 *   hold values separated by semicolons. An empty cell has no value.
 *
 * The delimiter (comma, semicolon or tab) is that of the header.
 */
export const csvFormat: FileFormat = {
	parse(text, name) {
		const { users, assignments, roles } = readRows(text, name);
		return {
			users,
			groups: [],
			state: { roles: [...roles].map(roleOf), assignments, members: new Map() },
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

/** What the rows hold, collected one by one: there may be 100,000. */
type Rows = {
	readonly users: Map<string, SourceUser>;
	/** The line of each user, in order. */
	readonly lines: number[];
	readonly assignments: Assignment[];
	readonly roles: Set<string>;
};

function readRows(text: string, name: string): Rows {
	const rows: Rows = { users: new Map(), lines: [], assignments: [], roles: new Set() };
	let columns: Columns | undefined;
	let lastLine = 0;
	try {
		parse(text, {
			bom: true,
			delimiter: delimiterOf(text),
			recordDelimiter: ["\r\n", "\n", "\r"],
			skipEmptyLines: true,
			onRecord: (cells: string[], { lines }) => {
				lastLine = lines;
				if (columns) takeRow(cells, lines, columns, rows, name);
				else columns = readHeader(cells, name);
				return null;
			},
		});
	} catch (error) {
		throw error instanceof CsvError ? brokenRow(error, lastLine + 1, name) : error;
	}
	if (columns) return rows;
	throw invalidFile(
		name,
		"the file is empty; its first line must hold the attribute names of Microsoft Graph",
	);
}

/** @param lastLine - The line on which the row ends, as csv-parse counts. */
function takeRow(
	cells: readonly string[],
	lastLine: number,
	columns: Columns,
	rows: Rows,
	name: string,
): void {
	const userPrincipalName = (cells[columns.userPrincipalName] ?? "").trim();
	if (userPrincipalName === "" && cells.every((cell) => cell === "")) return;
	const line = lastLine - lineBreaksIn(cells);
	if (userPrincipalName === "") throw invalidFile(name, `line ${line}: the userPrincipalName is missing`);
	const givenId = columns.id === undefined ? "" : (cells[columns.id] ?? "").trim();
	const id = givenId || userPrincipalName.toLowerCase();
	if (rows.users.has(id)) {
		const earlier = rows.lines[[...rows.users.keys()].indexOf(id)];
		const column = givenId ? "id" : "userPrincipalName";
		throw invalidFile(name, `line ${line}: the ${column} ${id} is already on line ${earlier}`);
	}
	const attributes: Record<string, AttributeValue> = { id };
	for (const { place, attribute } of columns.attributes) {
		const value = readCell(attribute, cells[place] ?? "");
		if (value === undefined) {
			throw invalidFile(name, `line ${line}: ${attribute} is "${cells[place]}", not true or false`);
		}
		attributes[attribute] = value;
	}
	attributes.userPrincipalName = userPrincipalName;
	const user: SourceUser = { id, attributes };
	rows.users.set(id, user);
	rows.lines.push(line);
	for (const role of rolesIn(columns.role === undefined ? "" : (cells[columns.role] ?? ""))) {
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

/** Names the line on which the broken row begins: csv-parse counts up to where it noticed. */
function brokenRow(error: CsvError, line: number, name: string): Error {
	switch (error.code) {
		case "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH":
		case "CSV_RECORD_INCONSISTENT_COLUMNS": {
			const counts = /expect (\d+), got (\d+) on line (\d+)/.exec(error.message);
			return invalidFile(
				name,
				`line ${counts?.[3] ?? line}: ${counts?.[2] ?? "another number of"} columns, but the header has ${counts?.[1] ?? "others"}`,
			);
		}
		case "CSV_QUOTE_NOT_CLOSED":
			return invalidFile(name, `line ${line}: a quotation mark that opens in this row is never closed`);
		case "INVALID_OPENING_QUOTE":
		case "CSV_INVALID_CLOSING_QUOTE":
			return invalidFile(
				name,
				`line ${line}: a quotation mark in the middle of a cell; put the whole cell in quotation marks and double the one inside`,
			);
		default:
			return invalidFile(name, `line ${line}: ${error.message}`);
	}
}

function lineBreaksIn(cells: readonly string[]): number {
	let breaks = 0;
	for (const cell of cells) if (cell.includes("\n")) breaks += cell.split("\n").length - 1;
	return breaks;
}

function roleOf(value: string): AppRole {
	return { id: value, value, displayName: value };
}
