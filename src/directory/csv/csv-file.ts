import { type AppRole, defaultAccessId } from "../../source/app-role.ts";
import { cleanText } from "../../text/clean-text.ts";
import type { FileFormat } from "../format/file-format.ts";
import { invalidFile } from "../format/invalid-file.ts";
import { withRoles } from "./csv-edit.ts";
import { type Preamble, readPreamble } from "./csv-preamble.ts";
import { problemsOf } from "./csv-problems.ts";
import { readRows } from "./csv-rows.ts";
import { longestRow } from "./longest-row.ts";
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

function roleOf(value: string): AppRole {
	return { id: value, value, displayName: value };
}
