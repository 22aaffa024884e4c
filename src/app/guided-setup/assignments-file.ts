import { CsvError } from "csv-parse";
import { parse } from "csv-parse/sync";
import { SetupFileError, type SetupFileMistake } from "../../config/setup-file/setup-file-error.ts";
import { encodingMistakes, hasControlCharacter } from "../../config/setup-file/text-mistakes.ts";
import { readPreamble } from "../../directory/csv/csv-preamble.ts";
import { type CellSpan, cellValue, rowsOf } from "../../directory/csv/csv-text.ts";
import { folded, isRoleName } from "../../directory/format/property-name.ts";
import { cleanText } from "../../text/clean-text.ts";
import { lineAndColumn } from "../../text/line-and-column.ts";
import type { AssignmentEntry } from "./steps/desired-setup.ts";

type Column = "user" | "group" | "role";
type Columns = ReadonlyMap<Column, number>;

const userColumns = new Set(["user", "username", "userprincipalname", "upn", "userid"]);
const groupColumns = new Set(["group", "groupname", "groupid"]);

/**
 * Reads the assignments of a CSV file: a header with the columns `user` (or `userPrincipalName`, `UPN`), `group` and `role`, in any
 * case and order, one or both of the first two. A row names one user or one group. Several roles are separated by semicolons;
 * an empty role is none, and `-` means that the row is not assigned. Other columns are ignored.
 *
 * @param name the file's name, for messages
 * @param roleNamed the value of the app role for a written name
 * @throws SetupFileError with the line and column of each mistake
 */
export function readAssignmentsFile(
	text: string,
	name: string,
	roleNamed: (written: string) => string,
): readonly AssignmentEntry[] {
	const unreadable = encodingMistakes(text);
	if (unreadable.length > 0) throw new SetupFileError(name, unreadable);
	const { start, delimiter, lines } = readPreamble(text);
	try {
		parse(text.slice(start), { delimiter, relaxColumnCount: true, onRecord: () => null });
	} catch (error) {
		if (!(error instanceof CsvError)) throw error;
		const line = lines + (typeof error.lines === "number" ? error.lines : 1);
		throw new SetupFileError(name, [{ line, column: 1, message: `the row is not CSV: ${error.message}` }]);
	}
	const [header, ...rows] = rowsOf(text, delimiter, start);
	const mistakes: SetupFileMistake[] = [];
	const refuse = (cell: CellSpan | undefined, message: string): void => {
		mistakes.push({ ...lineAndColumn(text, cell?.start ?? start), message });
	};
	const columns = columnsOf(text, header ?? [], refuse);
	const width = header?.length ?? 0;
	const entries = rows.flatMap((cells) => {
		const wrong = wrongCell(text, cells, width);
		if (wrong === undefined) return entriesOf(text, cells, columns, refuse);
		refuse(wrong.cell, wrong.message);
		return [];
	});
	if (mistakes.length > 0) throw new SetupFileError(name, mistakes);
	return entries.map(({ role, ...entry }) => ({
		...entry,
		role: role === undefined ? undefined : roleNamed(role),
	}));
}

type Refuse = (cell: CellSpan | undefined, message: string) => void;

function columnsOf(text: string, header: readonly CellSpan[], refuse: Refuse): Columns {
	const columns = new Map<Column, number>();
	for (const [at, cell] of header.entries()) {
		const heading = cellValue(text, cell).trim();
		const column = columnNamed(heading);
		if (column === undefined) continue;
		if (columns.has(column))
			refuse(cell, `the column "${cleanText(heading)}" appears twice in the header, as ${column}`);
		columns.set(column, at);
	}
	if (!columns.has("user") && !columns.has("group"))
		refuse(header[0], "the header needs a column named user or group, and usually role");
	return columns;
}

function columnNamed(heading: string): Column | undefined {
	if (isRoleName(heading)) return "role";
	const name = folded(/\[(\w+)\]/.exec(heading)?.[1] ?? heading);
	if (userColumns.has(name)) return "user";
	return groupColumns.has(name) ? "group" : undefined;
}

/** A cell that no name can be, or that has no column, as after a delimiter too many. */
function wrongCell(
	text: string,
	cells: readonly CellSpan[],
	width: number,
): { readonly cell: CellSpan; readonly message: string } | undefined {
	for (const [at, cell] of cells.entries()) {
		const value = cellValue(text, cell);
		if (hasControlCharacter(value)) return { cell, message: "the value contains a control character" };
		if (at >= width && value.trim() !== "")
			return { cell, message: "the row has more values than the header" };
	}
	return undefined;
}

function entriesOf(
	text: string,
	cells: readonly CellSpan[],
	columns: Columns,
	refuse: Refuse,
): readonly AssignmentEntry[] {
	const [first] = cells;
	if (columns.size === 0 || cells.every((cell) => cellValue(text, cell).trim() === "")) return [];
	const cellOf = (column: Column) => cells[columns.get(column) ?? -1];
	const textIn = (column: Column) => {
		const cell = cellOf(column);
		return cell === undefined ? "" : cellValue(text, cell).trim();
	};
	const [user, group, role] = [textIn("user"), textIn("group"), textIn("role")];
	if (user !== "" && group !== "") {
		refuse(cellOf("group"), "the row names a user and a group: give each its own row");
		return [];
	}
	if (user === "" && group === "") {
		refuse(first, "the row names no user and no group");
		return [];
	}
	const principal =
		user === "" ? ({ kind: "group", named: group } as const) : { kind: "user" as const, named: user };
	if (role === "-") return [];
	const roles = role
		.split(";")
		.map((one) => one.trim())
		.filter((one) => one !== "");
	if (roles.length === 0) return [{ ...principal, role: undefined }];
	return roles.map((one) => ({ ...principal, role: one }));
}
