import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type SortKey, sortRows, sortSteps } from "../../../src/tui/hooks/sort-rows.ts";

type Row = { readonly key: SortKey; readonly place: number };

const { compare } = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const rowsOf = (keys: readonly SortKey[]): readonly Row[] => keys.map((key, place) => ({ key, place }));
const keyOf = ({ key }: Row) => key;

/** The plain way: what is without a key comes last, equal ones keep their order. */
function expected(rows: readonly Row[], direction: 1 | -1): readonly Row[] {
	return rows.toSorted((one, other) => {
		if (one.key === null || other.key === null) return Number(one.key === null) - Number(other.key === null);
		return (
			direction *
			(typeof one.key === "number" && typeof other.key === "number"
				? one.key - other.key
				: compare(String(one.key), String(other.key)))
		);
	});
}

const keys = fc.oneof(
	fc.array(fc.option(fc.integer({ min: -5, max: 5 })), { maxLength: 2000 }),
	fc.array(fc.constantFrom("a", "A", "ä", "b", "item 9", "item 10", ""), { maxLength: 2000 }),
);

describe("rows", () => {
	it("are sorted as the engine sorts them, in both directions", () => {
		fc.assert(
			fc.property(keys, (chosen) => {
				const rows = rowsOf(chosen);
				const { ascending, descending } = sortRows(rows, keyOf);
				expect(ascending).toEqual(expected(rows, 1));
				expect(descending).toEqual(expected(rows, -1));
			}),
			{ numRuns: 40 },
		);
	});

	it("are sorted in steps, none of which reads the keys of many", () => {
		let read = 0;
		const many = rowsOf(Array.from({ length: 20_000 }, (_, index) => (index * 7919) % 20_000));
		const steps = sortSteps(many, (row) => {
			read += 1;
			return row.key;
		});
		let count = 0;
		for (let before = 0; steps.next().done !== true; before = read) {
			expect(read - before).toBeLessThanOrEqual(256);
			count += 1;
		}
		expect(read).toBe(20_000);
		expect(count).toBeGreaterThan(500);
	});
});
