import { useMemo, useReducer } from "react";
import { filterTerms, matchesTerms } from "./filter-terms.ts";
import { windowTop } from "./list-window.ts";
import { type SearchedColumn, useFilterTexts } from "./use-filter-texts.ts";
import { useSorted } from "./use-sorted.ts";

/** A move of the cursor: by rows, or to an end. */
export type ListMove = { readonly by: number } | { readonly to: "first" | "last" };

/** The state and actions of a `List`. A screen may read the current row and the selection. */
export type ListState<T> = {
	/** All rows, without the filter. */
	readonly items: readonly T[];
	/** The rows that match the filter. */
	readonly rows: readonly T[];
	/** Number of rows without the filter. */
	readonly total: number;
	/** Number of rows that match the filter, also those that the caller has not read. */
	readonly matching: number;
	/** Whether `total` and `matching` are known; a list that its caller filters may have read only some rows. */
	readonly isCounted: boolean;
	/** Index of the current row; -1 for none. */
	readonly cursor: number;
	readonly current: T | undefined;
	readonly top: number;
	readonly filter: string;
	/** Whether the filter line receives keys. */
	readonly filtering: boolean;
	readonly selected: ReadonlySet<string>;
	/** Whether the cursor stays at the last row when rows are added. */
	readonly following: boolean;
	readonly keyOf: (row: T) => string;
	readonly move: (move: ListMove, page: number) => void;
	/** Moves the cursor to the row with this key, as soon as it exists. */
	readonly goTo: (key: string) => void;
	readonly setFilter: (filter: string) => void;
	readonly setFiltering: (filtering: boolean) => void;
	readonly setFollowing: (following: boolean) => void;
	/** Selects or deselects the current row. */
	readonly toggle: () => void;
	/** Selects all rows that match the filter. */
	readonly selectShown: () => void;
	readonly clearSelection: () => void;
	/** The column that the rows are sorted by; null for their own order. */
	readonly sort: ListSort | null;
	/** Whether the rows are still in another order than by `sort`. */
	readonly isSorting: boolean;
	/** Whether there are columns to sort by. */
	readonly sortable: boolean;
	/** Sorts by the first column, then downwards, then by the next column, in the end by none. */
	readonly sortNext: () => void;
	/** Sorts by this column, then downwards, then not any more. */
	readonly sortBy: (title: string) => void;
	/** Begins to select a range at the current row, which moving extends, or ends it. */
	readonly toggleRange: () => void;
	/** Whether moving extends a range. */
	readonly ranging: boolean;
};

/** The title of a column, and whether the largest is first. */
export type ListSort = { readonly title: string; readonly descending: boolean };

/** Options of a list. Functions must be stable between renders: define them outside the component. */
export type ListOptions<T> = {
	/** A new array only when something has changed. */
	readonly items: readonly T[];
	/** The identity of a row: cursor and selection follow it when the items change. */
	readonly keyOf: (item: T) => string;
	/** What the filter searches besides the cells: every word must occur, ignoring case. */
	readonly textOf: (item: T) => string;
	/** The columns of the list: the filter searches their cells, and `title:word` one of them. */
	readonly columns?: readonly ListColumn<T>[];
	/** False for rows whose order has a meaning, such as a heading above its rows: they are not sorted. */
	readonly sortable?: boolean;
	/** Set when the caller filters, for example through the store: the items are shown as they are, and this is called with a new filter. */
	readonly onFilter?: (filter: string) => void;
	/** Together with `onFilter`: how many rows there are. The items are the last of those that match. Null while that is not known. */
	readonly counts?: ListCounts | null;
	/** Start at the end and stay there, as a log does. */
	readonly follow?: boolean;
	/** The key of the row to start at; absent: the first one. */
	readonly startAt?: string;
	/** Whether the items are still being read: moves until then are made once there are rows. */
	readonly reading?: boolean;
};

/** Numbers of rows of which a list has read only the last. */
export type ListCounts = { readonly matching: number; readonly all: number };

/** What a filter needs of a column. */
export type ListColumn<T> = SearchedColumn<T> & {
	/** What rows are sorted by in place of the cell; null for what comes last, whatever the direction. */
	readonly order?: (row: T) => number | null;
};

type State = {
	readonly index: number;
	readonly key: string | null;
	readonly top: number;
	readonly filter: string;
	readonly filtering: boolean;
	readonly following: boolean;
	readonly selected: ReadonlySet<string>;
	/** Steps of sorting: 0 for none, then two for each column. */
	readonly sorting: number;
	/** The row at which a range begins; null without one. */
	readonly anchor: string | null;
	/** Rows by which the cursor was moved before there were any. */
	readonly ahead: number;
};

const noColumns: readonly never[] = [];

/** The state of a list of any length. Filter and order are the expensive parts: both are made in pieces for many rows. */
export function useList<T>({
	items,
	keyOf,
	textOf,
	columns = noColumns,
	sortable = columns.length > 0,
	onFilter,
	counts = null,
	follow = false,
	startAt,
	reading = false,
}: ListOptions<T>): ListState<T> {
	const [state, change] = useReducer(
		(previous: State, next: Partial<State>): State => ({ ...previous, ...next }),
		{
			index: 0,
			key: startAt ?? null,
			top: 0,
			filter: "",
			filtering: false,
			following: follow,
			selected: new Set<string>(),
			sorting: 0,
			anchor: null,
			ahead: 0,
		},
	);
	const elsewhere = onFilter !== undefined;
	const needle = elsewhere ? "" : state.filter.trim();
	const textAt = useFilterTexts(items, textOf, columns, !elsewhere && (state.filtering || needle !== ""));
	const sort = sortOf(columns, state.sorting);
	const found = useMemo(() => {
		const terms = filterTerms(needle);
		if (terms.length === 0) return items;
		return items.filter((_, index) => {
			const text = textAt(index);
			return text !== undefined && matchesTerms(text, terms);
		});
	}, [items, textAt, needle]);
	const { rows, isSorting } = useSorted(found, sortedBy(columns, state.sorting), sort?.descending === true);

	const placed = useMemo(
		() => place(rows, keyOf, state.index, state.key, state.following),
		[rows, keyOf, state.index, state.key, state.following],
	);
	const cursor =
		state.ahead === 0 || placed < 0 ? placed : Math.max(0, Math.min(rows.length - 1, placed + state.ahead));

	return {
		items,
		rows,
		total: Math.max(counts?.all ?? 0, items.length),
		matching: Math.max(counts?.matching ?? 0, found.length),
		isCounted: !elsewhere || counts !== null,
		cursor,
		current: rows[cursor],
		top: state.top,
		filter: state.filter,
		filtering: state.filtering,
		selected: state.selected,
		following: state.following,
		keyOf,
		move(move, page) {
			if (reading && rows.length === 0) {
				if ("by" in move) change({ ahead: state.ahead + move.by });
				return;
			}
			const last = rows.length - 1;
			const to = "by" in move ? cursor + move.by : move.to === "first" ? 0 : last;
			const index = Math.max(0, Math.min(last, to));
			const row = rows[index];
			change({
				index,
				key: row === undefined ? null : keyOf(row),
				top: windowTop(windowTop(state.top, cursor, page, rows.length), index, page, rows.length),
				following: follow && index === last,
				ahead: 0,
				...(state.anchor === null ? {} : { selected: rangeOf(rows, keyOf, state.anchor, index) }),
			});
		},
		goTo: (key) => change({ key, following: false, ahead: 0 }),
		setFilter(filter) {
			change({ filter });
			onFilter?.(filter);
		},
		setFiltering: (filtering) => change({ filtering }),
		setFollowing(following) {
			const row = rows[cursor];
			change({ following, index: cursor, key: row === undefined ? null : keyOf(row), ahead: 0 });
		},
		toggle() {
			const row = rows[cursor];
			if (row === undefined) return;
			const selected = new Set(state.selected);
			if (!selected.delete(keyOf(row))) selected.add(keyOf(row));
			change({ selected });
		},
		selectShown: () => change({ selected: new Set([...state.selected, ...rows.map(keyOf)]) }),
		clearSelection: () => change({ selected: new Set(), anchor: null }),
		sort,
		isSorting,
		sortable,
		sortNext: () => change({ sorting: (state.sorting + 1) % (columns.length * 2 + 1) }),
		sortBy(title) {
			const index = columns.findIndex((column) => column.title === title);
			if (index === -1) return;
			const up = index * 2 + 1;
			change({ sorting: state.sorting === up ? up + 1 : state.sorting === up + 1 ? 0 : up });
		},
		ranging: state.anchor !== null,
		toggleRange() {
			const row = rows[cursor];
			if (state.anchor !== null || row === undefined) change({ anchor: null });
			else change({ anchor: keyOf(row), selected: new Set([keyOf(row)]) });
		},
	};
}

/** The column of a step of sorting; undefined for none. */
function sortedBy<T>(columns: readonly ListColumn<T>[], step: number): ListColumn<T> | undefined {
	return columns[Math.floor((step - 1) / 2)];
}

function sortOf<T>(columns: readonly ListColumn<T>[], step: number): ListSort | null {
	const column = sortedBy(columns, step);
	return column === undefined ? null : { title: column.title, descending: step % 2 === 0 };
}

/** The keys of the rows from the anchor to an index. */
function rangeOf<T>(
	rows: readonly T[],
	keyOf: (row: T) => string,
	anchor: string,
	index: number,
): ReadonlySet<string> {
	const from = rows.findIndex((row) => keyOf(row) === anchor);
	const [first, last] = from === -1 ? [index, index] : [Math.min(from, index), Math.max(from, index)];
	return new Set(rows.slice(first, last + 1).map(keyOf));
}

/** The index of the cursor: on the same row if it still exists; otherwise at the same position. */
function place<T>(
	rows: readonly T[],
	keyOf: (row: T) => string,
	index: number,
	key: string | null,
	following: boolean,
): number {
	const last = rows.length - 1;
	if (following || last < 0) return last;
	const near = rows[index];
	if (key === null || (near !== undefined && keyOf(near) === key)) return Math.min(index, last);
	const found = rows.findIndex((row) => keyOf(row) === key);
	return found === -1 ? Math.min(index, last) : found;
}
