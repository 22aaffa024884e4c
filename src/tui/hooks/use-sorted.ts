import { useEffect, useEffectEvent, useMemo, useState } from "react";
import { inPieces } from "./in-pieces.ts";
import { type SortedRows, type SortKey, sortRows, sortSteps } from "./sort-rows.ts";

/** Up to this many rows are sorted at once: it takes a few milliseconds. */
const fewRows = 2000;

/** A column that rows are sorted by. */
type SortedBy<T> = {
	readonly title: string;
	readonly text: (row: T) => string;
	readonly order?: (row: T) => number | null;
};

type Done<T> = {
	readonly rows: readonly T[];
	readonly column: SortedBy<T>;
	readonly sorted: SortedRows<T>;
};

const keyOf =
	<T>({ text, order }: SortedBy<T>) =>
	(row: T): SortKey =>
		order === undefined ? text(row) : order(row);

/**
 * The rows by the cells of a column. Many rows are sorted in pieces, so that keys do not wait: until then the rows are in the order of the
 * same column as before, or not sorted. When rows or their cells change meanwhile, the rows before are sorted to the end first: frequent changes
 * would keep any from being sorted.
 *
 * @param column undefined: as they are
 */
export function useSorted<T>(
	rows: readonly T[],
	column: SortedBy<T> | undefined,
	descending: boolean,
): { readonly rows: readonly T[]; readonly isSorting: boolean } {
	const isFew = rows.length <= fewRows;
	const atOnce = useMemo(
		() => (column !== undefined && isFew ? sortRows(rows, keyOf(column)) : null),
		[rows, column, isFew],
	);
	const [done, setDone] = useState<Done<T> | null>(null);
	const isSorting =
		column !== undefined && !isFew && (done === null || done.rows !== rows || done.column !== column);
	const begin = useEffectEvent(() => ({ rows, column }));
	const title = column?.title;
	useEffect(() => {
		const { rows: from, column: by } = begin();
		if (!isSorting || by === undefined || by.title !== title) return;
		if (done?.rows === from && done.column === by) return;
		const steps = sortSteps(from, keyOf(by));
		let sorted: SortedRows<T> | null = null;
		return inPieces(
			() => {
				const step = steps.next();
				if (step.done === true) sorted = step.value;
				return step.done !== true;
			},
			() => sorted !== null && setDone({ rows: from, column: by, sorted }),
		);
	}, [isSorting, title, done]);
	if (column === undefined) return { rows, isSorting: false };
	const shown = atOnce ?? (done?.column.title === title ? done?.sorted : null) ?? null;
	if (shown === null) return { rows, isSorting };
	return { rows: descending ? shown.descending : shown.ascending, isSorting };
}
