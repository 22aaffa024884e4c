import type { Mark } from "../../text/outcome-mark.ts";
import type { Tone } from "../../theme/theme.ts";

/** A column of a list. Define columns once, outside the component: rows are memoized by their columns. */
export type Column<T> = {
	readonly title: string;
	/** Names that a filter has for the column besides its title: `role:`, `status:`. */
	readonly names?: readonly string[];
	/** Words that a filter finds in the column besides those of the cell, such as `failed` for `✗`. */
	readonly words?: (row: T) => string;
	/** What rows are sorted by in place of the cell, such as a time that is shown without its date; null comes last. */
	readonly order?: (row: T) => number | null;
	/** Cells: a fixed number, or a share of the remaining width (`grow`) of at least `min`. */
	readonly width: number | { readonly min: number; readonly grow: number };
	/** Order of removal on a narrow terminal, highest number first. Absent: always shown. */
	readonly optional?: number;
	/** Cells that its texts take once they are known, where they arrive after the rows: kept free for them, so that no column moves then. */
	readonly late?: number;
	/** Whether the operator chose it: it is shown wherever its minimum fits. */
	readonly chosen?: true;
	readonly align?: "left" | "right";
	/** Raw text of a cell: the list cleans, cuts and pads it. */
	readonly text: (row: T) => string;
	/** What an export or a copy has in place of the cell, which is read elsewhere and later: a time with its date. */
	readonly exported?: (row: T) => string;
	readonly tone?: (row: T) => Tone;
};

/**
 * The cell of a mark: a sign and a word. An export has only the word: a sign is for the eye, and a spreadsheet reads some as the beginning of
 * a formula.
 */
export function markCell<T>(
	markOf: (row: T) => Mark,
): Required<Pick<Column<T>, "text" | "exported" | "tone">> {
	return {
		text: (row) => {
			const { glyph, word } = markOf(row);
			return `${glyph} ${word}`.trim();
		},
		exported: (row) => markOf(row).word,
		tone: (row) => markOf(row).tone,
	};
}

/** The chosen columns in their order, all of which a narrow terminal may leave out but the first; the list's own without a choice. */
export function chosenColumns<T>(
	columns: readonly Column<T>[],
	titles: readonly string[] | null,
): readonly Column<T>[] {
	const chosen = (titles ?? []).flatMap((title) => columns.find((column) => column.title === title) ?? []);
	if (chosen.length === 0) return columns;
	return chosen.map((column, index) => ({ ...column, optional: index, chosen: true }));
}
