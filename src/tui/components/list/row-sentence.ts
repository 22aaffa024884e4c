import { cleanText } from "../../../text/clean-text.ts";
import { thousands } from "../../../text/thousands.ts";
import { spoken } from "../../text/spoken.ts";
import type { Column } from "./column.ts";

/** `Row 3 of 31: Name Ana Popescu, Kind user, selected.`: a row with its titles and whole values, for a screen reader. */
export function rowSentence<T>(
	row: T,
	columns: readonly Column<T>[],
	place: { readonly number: number; readonly count: number | null; readonly selected: boolean },
): string {
	const cells = columns.flatMap((column) => {
		const value = spoken(cleanText(column.text(row)));
		return value === "" ? [] : [`${column.title} ${value}`.trim()];
	});
	const of = place.count === null ? "" : ` of ${thousands(place.count)}`;
	const parts = [...cells, ...(place.selected ? ["selected"] : [])].join(", ");
	return `Row ${thousands(place.number)}${of}: ${parts.replace(/\.$/, "")}.`;
}
