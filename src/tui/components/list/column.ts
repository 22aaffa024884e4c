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

/** A column with the cells it takes. */
export type PlacedColumn<T> = { readonly column: Column<T>; readonly cells: number };

/** The chosen columns in their order, all of which a narrow terminal may leave out but the first; the list's own without a choice. */
export function chosenColumns<T>(
	columns: readonly Column<T>[],
	titles: readonly string[] | null,
): readonly Column<T>[] {
	const chosen = (titles ?? []).flatMap((title) => columns.find((column) => column.title === title) ?? []);
	if (chosen.length === 0) return columns;
	return chosen.map((column, index) => ({ ...column, optional: index }));
}

const gap = 1;

/** Cells that a column has at least, on the narrowest terminal. */
const fewest = 6;

function minimumWidth<T>({ width }: Column<T>): number {
	return typeof width === "number" ? width : width.min;
}

/** Distributes `width` cells among the columns, with one cell between columns. Drops optional columns until the rest fits. */
export function placeColumns<T>(columns: readonly Column<T>[], width: number): readonly PlacedColumn<T>[] {
	let shown = columns;
	const needed = () => shown.reduce((sum, column) => sum + minimumWidth(column) + gap, -gap);
	while (needed() > width) {
		const dropped = shown.reduce<Column<T> | undefined>(
			(worst, column) => ((column.optional ?? 0) > (worst?.optional ?? 0) ? column : worst),
			undefined,
		);
		if (!dropped) break;
		shown = shown.filter((column) => column !== dropped);
	}
	const missing = needed() - width;
	let left = Math.max(0, -missing);
	let shares = shown.reduce((sum, { width: rule }) => sum + (typeof rule === "number" ? 0 : rule.grow), 0);
	let taken = Math.max(0, missing);
	let rest = shown.reduce((sum, { width: rule }) => sum + (typeof rule === "number" ? 0 : rule.min), 0);
	return shown.map((column) => {
		if (typeof column.width === "number") return { column, cells: column.width };
		const { min, grow } = column.width;
		const extra = shares === 0 ? 0 : Math.floor((left * grow) / shares);
		left -= extra;
		shares -= grow;
		// Where even the minimum does not fit, the columns that can grow give way, not the last one.
		const less = Math.min(min - fewest, Math.ceil((taken * min) / Math.max(1, rest)));
		taken -= less;
		rest -= min;
		return { column, cells: min + extra - less };
	});
}
