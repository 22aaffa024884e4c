import { useRef } from "react";
import { isObject } from "../../../text/is-object.ts";
import { drawable, widthOf } from "../../text/fit-text.ts";
import type { Column } from "./column.ts";
import type { Needs } from "./place-columns.ts";

/** Rows that are measured besides the visible ones, once: in a list as short as this, scrolling seldom moves a column. */
const sampled = 100;

/** A longer cell counts as this long: it is cut in any case. */
const longest = 200;

type Measured = {
	readonly needs: Needs;
	readonly columns: unknown;
	/** Rows whose cells were measured with these columns, and with any. */
	readonly now: WeakSet<object>;
	readonly ever: WeakSet<object>;
};

/**
 * The widest cell of each column among the first rows and all that were visible. A width only grows, so that columns do not move to and
 * fro: a new map when it does.
 */
export function useNeeds<T>(
	columns: readonly Column<T>[],
	rows: readonly T[],
	from: number,
	page: number,
): Needs {
	const kept = useRef<Measured>({ needs: new Map(), columns, now: new WeakSet(), ever: new WeakSet() });
	if (kept.current.columns !== columns) kept.current = { ...kept.current, columns, now: new WeakSet() };
	const { needs, now, ever } = kept.current;
	const grown = new Map<string, number>();
	const measure = (row: T) => {
		if (isObject(row)) {
			now.add(row);
			ever.add(row);
		}
		for (const column of columns) {
			const cells = Math.max(column.late ?? 0, widthOf(drawable(column.text(row).slice(0, longest))));
			if (cells > (grown.get(column.title) ?? needs.get(column.title) ?? -1)) grown.set(column.title, cells);
		}
	};
	for (const row of rows.slice(0, sampled)) if (!isObject(row) || !ever.has(row)) measure(row);
	for (const row of rows.slice(from, from + page)) if (!isObject(row) || !now.has(row)) measure(row);
	if (grown.size > 0) kept.current = { ...kept.current, needs: new Map([...needs, ...grown]) };
	return kept.current.needs;
}
