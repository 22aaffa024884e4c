import type { Tone } from "../theme/theme.ts";

/** A column of a list. Define columns once, outside of the component: rows are kept as long as their columns are the same. */
export type Column<T> = {
	readonly title: string;
	/** Cells: a fixed number, or a share of what is left (`grow`), not less than `min`. */
	readonly width: number | { readonly min: number; readonly grow: number };
	/** Left out first when the terminal is narrow; the highest number goes first. Absent: always shown. */
	readonly optional?: number;
	readonly align?: "left" | "right";
	/** Text of a cell, as it came: the list cleans, cuts and pads it. */
	readonly text: (row: T) => string;
	readonly tone?: (row: T) => Tone;
};

/** A column with the cells it takes. */
export type PlacedColumn<T> = { readonly column: Column<T>; readonly cells: number };

const gap = 1;

function least<T>({ width }: Column<T>): number {
	return typeof width === "number" ? width : width.min;
}

/** Shares `width` cells among the columns, one cell between two. Optional ones go until the rest fits. */
export function placeColumns<T>(columns: readonly Column<T>[], width: number): readonly PlacedColumn<T>[] {
	let shown = columns;
	const needed = () => shown.reduce((sum, column) => sum + least(column) + gap, -gap);
	while (needed() > width) {
		const victim = shown.reduce<Column<T> | undefined>(
			(worst, column) => ((column.optional ?? 0) > (worst?.optional ?? 0) ? column : worst),
			undefined,
		);
		if (!victim) break;
		shown = shown.filter((column) => column !== victim);
	}
	let left = Math.max(0, width - needed());
	let shares = shown.reduce((sum, { width: rule }) => sum + (typeof rule === "number" ? 0 : rule.grow), 0);
	return shown.map((column) => {
		if (typeof column.width === "number") return { column, cells: column.width };
		const extra = shares === 0 ? 0 : Math.floor((left * column.width.grow) / shares);
		left -= extra;
		shares -= column.width.grow;
		return { column, cells: column.width.min + extra };
	});
}
