import { useMemo, useReducer } from "react";
import { type FilterText, filterTerms, matchesTerms } from "./filter-terms.ts";
import { windowTop } from "./list-window.ts";

/** A move of the cursor: by rows, or to an end. */
export type ListMove = { readonly by: number } | { readonly to: "first" | "last" };

/** The state and actions of a `List`. A screen may read the current row and the selection. */
export type ListState<T> = {
	/** The rows that match the filter. */
	readonly rows: readonly T[];
	/** Number of rows without the filter. */
	readonly total: number;
	/** Whether these are all rows; a list that its caller filters may have read only some of them. */
	readonly isWhole: boolean;
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
};

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
	/** Set when the caller filters, for example through the store: the items are shown as they are, and this is called with a new filter. */
	readonly onFilter?: (filter: string) => void;
	/** Start at the end and stay there, as a log does. */
	readonly follow?: boolean;
};

/** What a filter needs of a column. */
export type ListColumn<T> = { readonly title: string; readonly text: (row: T) => string };

type State = {
	readonly index: number;
	readonly key: string | null;
	readonly top: number;
	readonly filter: string;
	readonly filtering: boolean;
	readonly following: boolean;
	readonly selected: ReadonlySet<string>;
};

const noColumns: readonly never[] = [];

/** The state of a list of any length. The most expensive operation is the filter, which runs when items or filter change. */
export function useList<T>({
	items,
	keyOf,
	textOf,
	columns = noColumns,
	onFilter,
	follow = false,
}: ListOptions<T>): ListState<T> {
	const [state, change] = useReducer(
		(previous: State, next: Partial<State>): State => ({ ...previous, ...next }),
		{
			index: 0,
			key: null,
			top: 0,
			filter: "",
			filtering: false,
			following: follow,
			selected: new Set<string>(),
		},
	);
	const elsewhere = onFilter !== undefined;
	const needle = elsewhere ? "" : state.filter.trim();
	const searching = needle !== "";
	const texts = useMemo(
		() => (searching ? items.map((item) => filterText(item, textOf, columns)) : null),
		[items, textOf, columns, searching],
	);
	const rows = useMemo(() => {
		const terms = filterTerms(needle);
		if (texts === null || terms.length === 0) return items;
		return items.filter((_, index) => {
			const text = texts[index];
			return text !== undefined && matchesTerms(text, terms);
		});
	}, [items, texts, needle]);

	const cursor = useMemo(
		() => place(rows, keyOf, state.index, state.key, state.following),
		[rows, keyOf, state.index, state.key, state.following],
	);

	return {
		rows,
		total: items.length,
		isWhole: !elsewhere,
		cursor,
		current: rows[cursor],
		top: state.top,
		filter: state.filter,
		filtering: state.filtering,
		selected: state.selected,
		following: state.following,
		keyOf,
		move(move, page) {
			const last = rows.length - 1;
			const to = "by" in move ? cursor + move.by : move.to === "first" ? 0 : last;
			const index = Math.max(0, Math.min(last, to));
			const row = rows[index];
			change({
				index,
				key: row === undefined ? null : keyOf(row),
				top: windowTop(windowTop(state.top, cursor, page, rows.length), index, page, rows.length),
				following: follow && index === last,
			});
		},
		goTo: (key) => change({ key, following: false }),
		setFilter(filter) {
			change({ filter });
			onFilter?.(filter);
		},
		setFiltering: (filtering) => change({ filtering }),
		setFollowing(following) {
			const row = rows[cursor];
			change({ following, index: cursor, key: row === undefined ? null : keyOf(row) });
		},
		toggle() {
			const row = rows[cursor];
			if (row === undefined) return;
			const selected = new Set(state.selected);
			if (!selected.delete(keyOf(row))) selected.add(keyOf(row));
			change({ selected });
		},
		selectShown: () => change({ selected: new Set([...state.selected, ...rows.map(keyOf)]) }),
		clearSelection: () => change({ selected: new Set() }),
	};
}

function filterText<T>(item: T, textOf: (item: T) => string, columns: readonly ListColumn<T>[]): FilterText {
	const cells = columns.map(({ title, text }) => ({
		title: title.toLowerCase(),
		text: text(item).toLowerCase(),
	}));
	return { whole: [textOf(item).toLowerCase(), ...cells.map(({ text }) => text)].join("\n"), cells };
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
