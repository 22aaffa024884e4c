import { widthOf } from "../../text/fit-text.ts";
import type { Column } from "./column.ts";

/** A column with the cells it takes. */
export type PlacedColumn<T> = { readonly column: Column<T>; readonly cells: number };

/** Cells of the widest cell by title of the column, as far as rows were measured. */
export type Needs = ReadonlyMap<string, number>;

const gap = 1;

/** Cells that a column has at least, on the narrowest terminal. */
const fewest = 6;

/** Cells of a list at 80 columns. What fits there is shown on any wider terminal. */
const narrow = 78;

/** Cells of most names, roles and reasons. */
const ordinary = 30;

/** What a title has beside it while the list is sorted by it. */
const sortMark = 2;

function minimumWidth<T>({ width }: Column<T>): number {
	return typeof width === "number" ? width : width.min;
}

/**
 * Cells with which a column is readable: most cells in full, though not the longest name of all. As long as nothing was measured, that of a
 * long cell. Once a column has as many, no wider terminal takes them away.
 */
export function comfortableWidth<T>(column: Column<T>, needs: Needs): number {
	const least = minimumWidth(column);
	if (typeof column.width === "number") return least;
	const most = Math.max(ordinary, least * 2);
	return Math.max(least, Math.min(most, needs.get(column.title) ?? most));
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}

/** The columns without the most optional ones, until the rest fits. */
function leaveOut<T>(
	columns: readonly Column<T>[],
	width: number,
	cellsOf: (column: Column<T>) => number,
	mayGo: (column: Column<T>) => boolean = () => true,
): readonly Column<T>[] {
	let shown = columns;
	while (sum(shown.map((column) => cellsOf(column) + gap)) - gap > width) {
		const dropped = shown.reduce<Column<T> | undefined>(
			(worst, column) => (mayGo(column) && (column.optional ?? 0) > (worst?.optional ?? 0) ? column : worst),
			undefined,
		);
		if (!dropped) break;
		shown = shown.filter((column) => column !== dropped);
	}
	return shown;
}

/** The columns for this width: those of 80 columns, and as many others as leave all of them readable. */
function shownColumns<T>(
	columns: readonly Column<T>[],
	width: number,
	needs: Needs | undefined,
): readonly Column<T>[] {
	const fitting = leaveOut(columns, width, minimumWidth);
	if (needs === undefined) return fitting;
	const base = new Set(leaveOut(columns, Math.min(narrow, width), minimumWidth));
	return leaveOut(
		fitting,
		width,
		(column) => comfortableWidth(column, needs),
		(column) => column.chosen !== true && !base.has(column),
	);
}

/** Cells of each column by the rules of the columns alone: their minimum, and their share of the rest. */
function byRules<T>(shown: readonly Column<T>[], width: number): number[] {
	const needed = sum(shown.map((column) => minimumWidth(column) + gap)) - gap;
	let left = Math.max(0, width - needed);
	let shares = sum(shown.map(({ width: rule }) => (typeof rule === "number" ? 0 : rule.grow)));
	let taken = Math.max(0, needed - width);
	let rest = sum(shown.map(({ width: rule }) => (typeof rule === "number" ? 0 : rule.min)));
	return shown.map((column) => {
		if (typeof column.width === "number") return column.width;
		const { min, grow } = column.width;
		const extra = shares === 0 ? 0 : Math.floor((left * grow) / shares);
		left -= extra;
		shares -= grow;
		// Where even the minimum does not fit, the columns that can grow give way, not the last one.
		const less = Math.min(min - fewest, Math.ceil((taken * min) / Math.max(1, rest)));
		taken -= less;
		rest -= min;
		return min + extra - less;
	});
}

/**
 * Cells of each column where the rules would cut some: each begins with what it needs of its minimum, and gets one cell after the other until
 * it is readable, then until nothing of it is cut. Who gets the next cell does not depend on how many there are, so more never take one away.
 * Null where not even those fit.
 */
function byNeeds<T>(shown: readonly Column<T>[], width: number, needs: Needs): number[] | null {
	const needOf = (column: Column<T>) => needs.get(column.title) ?? minimumWidth(column);
	const leastOf = (column: Column<T>) =>
		Math.min(minimumWidth(column), Math.max(needOf(column), widthOf(column.title) + sortMark));
	const cells = shown.map(leastOf);
	let left = width - sum(cells) - gap * (shown.length - 1);
	if (left < 0) return null;
	for (const goalOf of [
		(column: Column<T>) => Math.min(comfortableWidth(column, needs), needOf(column)),
		needOf,
	])
		left = pourInto(shown, cells, goalOf, left);
	// Nothing is cut now, and what is left is only space.
	const roomy = shown.findLastIndex(({ width: rule }) => typeof rule !== "number");
	if (left > 0 && roomy >= 0) cells[roomy] = (cells[roomy] ?? 0) + left;
	return cells;
}

/** Gives `left` cells one by one to columns below their goals, more often to those that grow more; returns how many are left. */
function pourInto<T>(
	shown: readonly Column<T>[],
	cells: number[],
	goalOf: (column: Column<T>) => number,
	left: number,
): number {
	const open = shown.flatMap((column, index) => {
		const missing = goalOf(column) - (cells[index] ?? 0);
		const grow = typeof column.width === "number" ? 1 : column.width.grow;
		return missing > 0 ? [{ index, missing, grow, given: 0 }] : [];
	});
	let rest = left;
	while (rest > 0) {
		const next = open
			.filter(({ given, missing }) => given < missing)
			.reduce<(typeof open)[number] | undefined>(
				(first, one) =>
					first !== undefined && (first.given + 1) / first.grow <= (one.given + 1) / one.grow ? first : one,
				undefined,
			);
		if (next === undefined) break;
		next.given += 1;
		cells[next.index] = (cells[next.index] ?? 0) + 1;
		rest -= 1;
	}
	return rest;
}

/**
 * Distributes `width` cells among the columns, with one cell between columns. Drops optional columns until the rest fits. No cell is cut
 * while another column has room to spare, as far as `needs` are known; without them, the rules of the columns decide alone.
 *
 * A greater width never shows less: a column stays, and no cell is cut shorter. Only where another column appears do the others give up what
 * they have beyond their `comfortableWidth`, or their minimum up to 80 columns and for columns that were chosen.
 */
export function placeColumns<T>(
	columns: readonly Column<T>[],
	width: number,
	needs?: Needs,
): readonly PlacedColumn<T>[] {
	const shown = shownColumns(columns, width, needs);
	const ruled = byRules(shown, width);
	const cuts = ({ title }: Column<T>, index: number) => (needs?.get(title) ?? 0) > (ruled[index] ?? 0);
	const cells = (needs !== undefined && shown.some(cuts) && byNeeds(shown, width, needs)) || ruled;
	return shown.map((column, index) => ({ column, cells: cells[index] ?? minimumWidth(column) }));
}
