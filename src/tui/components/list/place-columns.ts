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

/** What a title has beside it while the list is sorted by it. */
const sortMark = 2;

function minimumWidth<T>({ width }: Column<T>): number {
	return typeof width === "number" ? width : width.min;
}

/**
 * Cells with which a column is readable: most cells in full, though not the longest name of all. As long as nothing was measured, that of a
 * long cell.
 */
function comfortableWidth<T>(column: Column<T>, needs: Needs): number {
	const least = minimumWidth(column);
	if (typeof column.width === "number") return least;
	const most = Math.ceil(least * 1.6);
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

/** Gives cells that some columns have to spare to those that would be cut: the least that is missing first, first from columns that grow. */
function giveSpare<T>(shown: readonly Column<T>[], cells: number[], needs: Needs): void {
	const needOf = (column: Column<T>) => needs.get(column.title) ?? minimumWidth(column);
	const missing = shown
		.map((column, index) => ({ index, count: needOf(column) - (cells[index] ?? 0) }))
		.filter(({ count }) => count > 0)
		.sort((a, b) => a.count - b.count);
	const spare = shown.map((column, index) =>
		needs.has(column.title)
			? Math.max(0, (cells[index] ?? 0) - Math.max(needOf(column), widthOf(column.title) + sortMark))
			: 0,
	);
	const isFixed = (index: number) => typeof shown[index]?.width === "number";
	const donors = [...spare.keys()].sort((a, b) => Number(isFixed(a)) - Number(isFixed(b)));
	for (const [at, { index, count }] of missing.entries()) {
		let wanted = Math.min(count, Math.ceil(sum(spare) / (missing.length - at)));
		for (const donor of donors) {
			const given = Math.min(wanted, spare[donor] ?? 0);
			spare[donor] = (spare[donor] ?? 0) - given;
			cells[donor] = (cells[donor] ?? 0) - given;
			cells[index] = (cells[index] ?? 0) + given;
			wanted -= given;
		}
	}
}

/**
 * Distributes `width` cells among the columns, with one cell between columns. Drops optional columns until the rest fits. No cell is cut
 * while another column has room to spare, as far as `needs` are known; without them, the rules of the columns decide alone.
 */
export function placeColumns<T>(
	columns: readonly Column<T>[],
	width: number,
	needs?: Needs,
): readonly PlacedColumn<T>[] {
	const shown = shownColumns(columns, width, needs);
	const cells = byRules(shown, width);
	if (needs !== undefined) giveSpare(shown, cells, needs);
	return shown.map((column, index) => ({ column, cells: cells[index] ?? minimumWidth(column) }));
}
