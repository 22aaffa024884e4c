import { useMemo, useReducer } from "react";
import { windowTop } from "./list-window.ts";

/** A move of the cursor: by rows, or to an end. */
export type ListMove = { readonly by: number } | { readonly to: "first" | "last" };

/** What `List` draws and its keys change. Plain data and actions: a screen may read the current row and the selection from it. */
export type ListState<T> = {
	/** The rows that pass the filter. */
	readonly rows: readonly T[];
	/** How many there are without the filter. */
	readonly total: number;
	/** Index of the current row; -1 when there is none. */
	readonly cursor: number;
	readonly current: T | undefined;
	readonly top: number;
	readonly filter: string;
	/** Whether the filter line has the keys. */
	readonly filtering: boolean;
	readonly selected: ReadonlySet<string>;
	/** Whether the cursor stays at the last row when rows come in. */
	readonly following: boolean;
	readonly keyOf: (row: T) => string;
	readonly move: (move: ListMove, page: number) => void;
	/** Puts the cursor on the row with this key, as soon as there is one. */
	readonly goTo: (key: string) => void;
	readonly setFilter: (filter: string) => void;
	readonly setFiltering: (filtering: boolean) => void;
	readonly setFollowing: (following: boolean) => void;
	/** Selects the current row, or not any more. */
	readonly toggle: () => void;
	/** Selects every row that passes the filter. */
	readonly selectShown: () => void;
	readonly clearSelection: () => void;
};

/** How a list works. Functions must not change from render to render: define them outside of the component. */
export type ListOptions<T> = {
	/** A new array when something changed, the same as long as nothing did. */
	readonly items: readonly T[];
	/** What identifies a row: cursor and selection stay with it when the items change. */
	readonly keyOf: (item: T) => string;
	/** What the filter searches: every word must occur, in any case. */
	readonly textOf: (item: T) => string;
	/** Set when somebody else filters, such as the store: then the items are shown as they come, and this hears of a new filter. */
	readonly onFilter?: (filter: string) => void;
	/** Start at the end and stay there, as a log does. */
	readonly follow?: boolean;
};

type State = {
	readonly index: number;
	readonly key: string | null;
	readonly top: number;
	readonly filter: string;
	readonly filtering: boolean;
	readonly following: boolean;
	readonly selected: ReadonlySet<string>;
};

/** Words in lower case, without the empty ones. */
function wordsOf(filter: string): readonly string[] {
	return filter.toLowerCase().split(/\s+/u).filter(Boolean);
}

/** The state of a list of any length: nothing in it costs more than the filter once a change of items or filter. */
export function useList<T>({ items, keyOf, textOf, onFilter, follow = false }: ListOptions<T>): ListState<T> {
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
		() => (searching ? items.map((item) => textOf(item).toLowerCase()) : null),
		[items, textOf, searching],
	);
	const rows = useMemo(() => {
		const words = wordsOf(needle);
		if (texts === null || words.length === 0) return items;
		return items.filter((_, index) => words.every((word) => texts[index]?.includes(word)));
	}, [items, texts, needle]);

	const cursor = useMemo(
		() => place(rows, keyOf, state.index, state.key, state.following),
		[rows, keyOf, state.index, state.key, state.following],
	);

	return {
		rows,
		total: items.length,
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

/** Where the cursor is now: at the row it was on, wherever that went; else at the same place. */
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
