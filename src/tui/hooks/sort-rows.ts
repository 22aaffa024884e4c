/** What rows are sorted by: a number, or the text of a cell; null comes last, whatever the direction. */
export type SortKey = number | string | null;

/** Rows in both directions. Equal ones keep their order in both. */
export type SortedRows<T> = { readonly ascending: readonly T[]; readonly descending: readonly T[] };

type Keyed<T> = { readonly row: T; readonly key: SortKey };

/** Rows of one step, so that no step takes more than a few milliseconds. */
const stepRows = 256;

const { compare } = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

function compareKeys(one: SortKey, other: SortKey): number {
	if (one === null || other === null) return Number(one === null) - Number(other === null);
	return typeof one === "number" && typeof other === "number"
		? one - other
		: compare(String(one), String(other));
}

const compareRows = <T>(one: Keyed<T>, other: Keyed<T>) => compareKeys(one.key, other.key);

/** Sorts rows in steps, numbers in texts by value. Native sorting of 100,000 rows would take hundreds of milliseconds without a pause. */
export function* sortSteps<T>(
	rows: readonly T[],
	keyOf: (row: T) => SortKey,
): Generator<undefined, SortedRows<T>> {
	let runs: (readonly Keyed<T>[])[] = [];
	for (let start = 0; start < rows.length; start += stepRows) {
		const run = rows.slice(start, start + stepRows).map((row) => ({ row, key: keyOf(row) }));
		runs.push(run.sort(compareRows));
		yield;
	}
	while (runs.length > 1) {
		const merged: (readonly Keyed<T>[])[] = [];
		for (let index = 0; index < runs.length; index += 2)
			merged.push(yield* merge(runs[index] ?? [], runs[index + 1] ?? []));
		runs = merged;
	}
	const sorted = runs[0] ?? [];
	return { ascending: sorted.map(({ row }) => row), descending: yield* reversed(sorted) };
}

/** Sorts rows without a pause. */
export function sortRows<T>(rows: readonly T[], keyOf: (row: T) => SortKey): SortedRows<T> {
	const steps = sortSteps(rows, keyOf);
	for (;;) {
		const { done, value } = steps.next();
		if (done === true) return value;
	}
}

function* merge<T>(
	one: readonly Keyed<T>[],
	other: readonly Keyed<T>[],
): Generator<undefined, readonly Keyed<T>[]> {
	const merged: Keyed<T>[] = [];
	let [left, right] = [0, 0];
	for (;;) {
		const [first, second] = [one[left], other[right]];
		if (merged.length % stepRows === stepRows - 1) yield;
		if (first === undefined) return merged.concat(other.slice(right));
		if (second === undefined) return merged.concat(one.slice(left));
		if (compareRows(first, second) <= 0) {
			merged.push(first);
			left += 1;
		} else {
			merged.push(second);
			right += 1;
		}
	}
}

/** From the largest to the smallest, equal ones and those without a key as they are. */
function* reversed<T>(sorted: readonly Keyed<T>[]): Generator<undefined, readonly T[]> {
	const blank = sorted.findIndex(({ key }) => key === null);
	const keyed = blank === -1 ? sorted : sorted.slice(0, blank);
	const groups: T[][] = [];
	for (const [index, { row, key }] of keyed.entries()) {
		if (index % stepRows === stepRows - 1) yield;
		const before = keyed[index - 1];
		if (before !== undefined && compareKeys(before.key, key) === 0) groups.at(-1)?.push(row);
		else groups.push([row]);
	}
	const blanks = blank === -1 ? [] : sorted.slice(blank).map(({ row }) => row);
	return [...groups.reverse().flat(), ...blanks];
}
