import { CsvError } from "csv-parse";
import { parse } from "csv-parse/sync";
import { type AppRole, defaultAccessId } from "../identity/app-role.ts";
import type { Assignment } from "../identity/assignment.ts";
import { type AttributeValue, nameOf, type SourceUser } from "../identity/source-user.ts";
import { type Columns, readCell, readHeader } from "./csv-columns.ts";
import { rolesIn, withRoles } from "./csv-edit.ts";
import { delimiterOf } from "./csv-text.ts";
import { assignmentIdOf, type FileFormat } from "./file-format.ts";
import { invalidFile } from "./invalid-file.ts";

/**
 * The CSV source: one row a user, under a header of Graph's names (`employeeOrgData.division` for nested ones) and `role`.
 *
 * - `role`: the role's value, several with semicolons between them; empty for default access, `-` for not assigned.
 *   Without that column everyone is assigned with default access. The roles are those that stand in it.
 * - `id`: may be absent or empty; then the user principal name in lower case stands for it.
 * - `accountEnabled`: `true` or `false` in any case. `businessPhones`, `otherMails`, `proxyAddresses` and `imAddresses`
 *   hold several values with semicolons between them. An empty cell is no value.
 *
 * The delimiter (comma, semicolon or tab) is that of the header.
 */
export const csvFormat: FileFormat = {
	parse(text, name) {
		const rows = readRows(text, name);
		const roles = [...new Set(rows.flatMap(({ roles }) => roles))].filter((role) => role !== "");
		return {
			users: new Map(rows.map(({ user }) => [user.id, user])),
			groups: [],
			state: { roles: roles.map(roleOf), assignments: rows.flatMap(assignmentsOf), members: new Map() },
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

type Row = { readonly user: SourceUser; readonly roles: readonly string[] };

function readRows(text: string, name: string): readonly Row[] {
	const rows: Row[] = [];
	const lineOf = new Map<string, number>();
	let columns: Columns | undefined;
	let lastLine = 0;
	const take = (cells: readonly string[], line: number): void => {
		if (!columns) {
			columns = readHeader(cells, name);
			return;
		}
		if (cells.every((cell) => cell === "")) return;
		const row = readRow(cells, columns, (what) => invalidFile(name, `line ${line}: ${what}`));
		const before = lineOf.get(row.user.id);
		if (before !== undefined) {
			const column = columns.id === undefined || cells[columns.id] === "" ? "userPrincipalName" : "id";
			throw invalidFile(name, `line ${line}: the ${column} ${row.user.id} stands on line ${before} already`);
		}
		lineOf.set(row.user.id, line);
		rows.push(row);
	};
	try {
		parse(text, {
			bom: true,
			delimiter: delimiterOf(text),
			recordDelimiter: ["\r\n", "\n", "\r"],
			skipEmptyLines: true,
			onRecord: (cells: string[], { lines }) => {
				take(cells, lines - lineBreaksIn(cells));
				lastLine = lines;
				return null;
			},
		});
	} catch (error) {
		throw error instanceof CsvError ? brokenRow(error, lastLine + 1, name) : error;
	}
	if (!columns)
		throw invalidFile(name, "the file is empty; its first line must hold Graph's names of attributes");
	return rows;
}

function readRow(cells: readonly string[], columns: Columns, refuse: (what: string) => Error): Row {
	const userPrincipalName = (cells[columns.userPrincipalName] ?? "").trim();
	if (userPrincipalName === "") throw refuse("the userPrincipalName is missing");
	const givenId = columns.id === undefined ? "" : (cells[columns.id] ?? "").trim();
	const id = givenId || userPrincipalName.toLowerCase();
	const attributes: Record<string, AttributeValue> = { id };
	for (const [index, attribute] of columns.attributes.entries()) {
		if (attribute === undefined) continue;
		const value = readCell(attribute, cells[index] ?? "");
		if (value === undefined) throw refuse(`${attribute} is "${cells[index]}", not true or false`);
		attributes[attribute] = value;
	}
	attributes.userPrincipalName = userPrincipalName;
	const roles = rolesIn(columns.role === undefined ? "" : (cells[columns.role] ?? ""));
	return { user: { id, attributes }, roles };
}

/** Of the line on which the broken row begins: csv-parse counts to where it noticed. */
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
			return invalidFile(name, `line ${line}: a quote that is opened in this row is never closed`);
		case "INVALID_OPENING_QUOTE":
		case "CSV_INVALID_CLOSING_QUOTE":
			return invalidFile(
				name,
				`line ${line}: a quote in the middle of a cell; put the whole cell in quotes and write the quote twice`,
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

function assignmentsOf({ user, roles }: Row): readonly Assignment[] {
	return roles.map((role) => {
		const grant = { principalId: user.id, appRoleId: role === "" ? defaultAccessId : role };
		return { id: assignmentIdOf(grant), ...grant, principalType: "User", principalName: nameOf(user) };
	});
}

function roleOf(value: string): AppRole {
	return { id: value, value, displayName: value };
}
