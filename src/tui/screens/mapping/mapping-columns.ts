import type { MappingRow } from "../../../app/mapping/mapping.ts";
import type { Column } from "../../components/list/column.ts";

/** The options that differ from the defaults: `creation, nulls`. */
export function flagsText({ mapping: { apply, flowNull } }: MappingRow): string {
	return [...(apply === "creation" ? ["creation"] : []), ...(flowNull ? ["nulls"] : [])].join(", ");
}

/** The columns of the mappings. */
export const mappingColumns: readonly Column<MappingRow>[] = [
	{ title: "Target in Sumo", width: { min: 22, grow: 2 }, text: ({ mapping }) => mapping.target },
	{ title: "← Source", width: { min: 20, grow: 3 }, text: ({ source }) => source },
	{ title: "Type", width: 10, text: ({ mapping }) => mapping.source.type },
	{
		title: "Match",
		width: 5,
		text: ({ mapping: { matchingPrecedence } }) =>
			matchingPrecedence === undefined ? "" : `⇄ ${matchingPrecedence}`,
	},
	{ title: "Options", width: 15, optional: 1, text: flagsText },
];

/** The text that the filter searches. */
export function mappingText(row: MappingRow): string {
	return `${row.mapping.target} ${row.source} ${row.mapping.source.type} ${flagsText(row)}`;
}

/** The mappings that match users, in matching order. */
export function matchingRows(rows: readonly MappingRow[]): readonly MappingRow[] {
	const precedence = ({ mapping }: MappingRow) => mapping.matchingPrecedence ?? 0;
	return rows.filter((row) => precedence(row) > 0).toSorted((a, b) => precedence(a) - precedence(b));
}
