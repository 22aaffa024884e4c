import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PackedList } from "../../../../src/engine/plan/accounts/packed-list.ts";
import type { Json } from "../../../../src/scim/resource.ts";

/** Strings of any code units, lone surrogates too: a directory may hold anything. */
const text = fc.string({ unit: "binary" });
const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 3 },
		fc.constant(null),
		fc.boolean(),
		fc.integer(),
		text,
		fc.array(tie("value"), { maxLength: 4 }),
		fc.dictionary(text, tie("value"), { maxKeys: 4 }),
	),
})).value;

describe("a packed list", () => {
	it("returns all values unchanged, in order", () => {
		fc.assert(
			fc.property(fc.array(json, { maxLength: 40 }), (values) => {
				const list = new PackedList<Json>();
				for (const [position, value] of values.entries()) expect(list.add(value)).toBe(position);
				expect(list.length).toBe(values.length);
				expect(JSON.stringify([...list])).toBe(JSON.stringify(values));
			}),
		);
	});

	it("takes values that are longer than one of its blocks, and more than one block of them", () => {
		const list = new PackedList<string>();
		const long = "ü".repeat(3_000_000);
		const values = [
			"first",
			long,
			...Array.from({ length: 3 }, (_, index) => `${index}`.repeat(600_000)),
			"last",
		];
		for (const value of values) list.add(value);
		for (const [position, value] of values.entries()) expect(list.at(position) === value).toBe(true);
	});

	it("may be added to while it is read", () => {
		const list = new PackedList<number>();
		list.add(1);
		const read: number[] = [];
		for (const value of list) {
			read.push(value);
			if (value < 5) list.add(value + 1);
		}
		expect(read).toEqual([1, 2, 3, 4, 5]);
	});

	it("refuses a position that it never gave", () => {
		expect(() => new PackedList<number>().at(0)).toThrow(RangeError);
	});
});
