import type { SourcePlace } from "../../ports/source/directory.ts";
import type { SourceProblem } from "../../ports/source/source-problem.ts";
import { cleanText } from "../../text/clean-text.ts";
import { lineAndColumn, withPlaces } from "../format/finding.ts";
import { isRoleName } from "../format/property-name.ts";
import type { Columns } from "./csv-columns.ts";
import { isLikeEnabled } from "./csv-headings.ts";
import type { Preamble } from "./csv-preamble.ts";
import { placeOfCell } from "./csv-text.ts";
import type { Rows } from "./csv-user-row.ts";

/** What is not right in a file that can be used, each with its place. */
export function problemsOf(
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
			...lineAndColumn(at),
			count: 1,
			message: `The column ${heading === "" ? `${place + 1}` : cleanText(heading)} is ignored: ${reason}.`,
			fix: code === "unnamed-column" ? "Give it a heading, or remove it." : "Remove one of the two columns.",
		});
	}
	for (const { place, heading } of columns.role === undefined ? [] : columns.attributes) {
		if (!isRoleName(heading)) continue;
		problems.push({
			code: "same-attribute",
			...lineAndColumn(placeIn(0, place)),
			count: 1,
			message: `The column ${cleanText(heading)} is not read as the role, since there is a column role.`,
			fix: "Remove one of the two columns.",
		});
	}
	const [example] = rows.examples;
	if (example !== undefined) {
		const at = placeIn(example, columns.userPrincipalName);
		problems.push({
			code: "example-row",
			...lineAndColumn(at),
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
			...lineAndColumn(at),
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
		...lineAndColumn(at),
		count,
		message: `The file has no accountEnabled, so all users count as enabled, whatever the column ${heading} holds.`,
		fix: `Rename the column ${heading} to accountEnabled if it is true for users who may sign in. Otherwise, write true or false in it.`,
	};
	return [...found.filter(({ code }) => code !== problem.code), problem];
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
