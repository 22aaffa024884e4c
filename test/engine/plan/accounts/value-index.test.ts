import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type IndexedValue, ValueIndex } from "../../../../src/engine/plan/accounts/value-index.ts";

const attributes = ["userName", "emails", "externalId"];
const values = ["ada@x", "bram@x", "cleo@x"];
const entry = fc.record({ attribute: fc.constantFrom(...attributes), value: fc.constantFrom(...values) });
const additions = fc.array(fc.tuple(fc.nat({ max: 15 }), fc.array(entry, { maxLength: 5 })), {
	maxLength: 12,
});

function plainly(added: readonly (readonly [number, readonly IndexedValue[]])[], wanted: IndexedValue) {
	const has = (all: readonly IndexedValue[]) =>
		all.some(({ attribute, value }) => attribute === wanted.attribute && value === wanted.value);
	const holders = added.filter(([, all]) => has(all)).map(([holder]) => holder);
	return [...new Set(holders)].sort((left, right) => left - right);
}

describe("An index of values", () => {
	it("finds each holder of a value once, in ascending order, and only by an attribute that has it", () => {
		fc.assert(
			fc.property(additions, (added) => {
				const index = new ValueIndex<number>();
				for (const [holder, all] of added) index.add(holder, all);
				for (const attribute of attributes)
					for (const value of values)
						expect(index.find(attribute, value)).toEqual(plainly(added, { attribute, value }));
			}),
		);
	});

	it("returns the others who have one of the added values in the same attribute", () => {
		fc.assert(
			fc.property(additions, fc.array(entry, { maxLength: 5 }), (added, last) => {
				const index = new ValueIndex<number>();
				for (const [holder, all] of added) index.add(holder, all);
				const expected = new Set(last.flatMap((one) => plainly(added, one)));
				expected.delete(3);
				expect(new Set(index.add(3, last))).toEqual(expected);
			}),
		);
	});

	it("sorts holders who are strings as JavaScript does", () => {
		const index = new ValueIndex<string>();
		for (const holder of ["b", "a", "C", "ä"]) index.add(holder, [{ attribute: "userName", value: "ada" }]);
		expect(index.find("userName", "ada")).toEqual(["C", "a", "b", "ä"]);
	});
});
