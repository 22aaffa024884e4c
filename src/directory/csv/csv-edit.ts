import { DirectoryError } from "../../ports/source/directory.ts";
import { rolesNamed } from "../format/role-names.ts";
import { userIdFrom } from "../format/user-id.ts";
import { readHeader } from "./csv-columns.ts";
import { readPreamble } from "./csv-preamble.ts";
import { cellValue, rowsOf, writeCell } from "./csv-text.ts";

/**
 * The text with other roles in the role cell of one user.
 *
 * @throws DirectoryError `read-only` without a role column.
 */
export function withRoles(
	text: string,
	userId: string,
	name: string,
	change: (roles: readonly string[]) => readonly string[],
): string {
	const preamble = readPreamble(text);
	const { delimiter } = preamble;
	const rows = rowsOf(text, delimiter, preamble.start);
	const header = rows.next();
	if (header.done) return text;
	const columns = readHeader(
		header.value.map((cell) => cellValue(text, cell)),
		name,
		preamble,
	);
	const { role } = columns;
	if (role === undefined) {
		throw new DirectoryError(
			"read-only",
			`${name} has no column role, so all of its users are assigned. Add that column to its header and rows.`,
		);
	}
	for (const cells of rows) {
		const value = (index: number | undefined) => {
			const cell = index === undefined ? undefined : cells[index];
			return cell ? cellValue(text, cell).trim() : "";
		};
		const id = userIdFrom(value(columns.id)) || value(columns.userPrincipalName).toLowerCase();
		const cell = cells[role];
		if (id !== userId || !cell) continue;
		const written = writeRoles(change(rolesNamed(cellValue(text, cell))));
		const replaced = text.slice(cell.start, cell.end);
		return text.slice(0, cell.start) + writeCell(written, replaced, delimiter) + text.slice(cell.end);
	}
	return text;
}

function writeRoles(roles: readonly string[]): string {
	return roles.length === 0 ? "-" : roles.join(";");
}
