import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson } from "../../src/text/parse-json.ts";

type Outcome = { readonly value: unknown } | { readonly error: string };

function outcomeOf(parse: () => unknown): Outcome {
	try {
		return { value: parse() };
	} catch (error) {
		return { error: String(error) };
	}
}

function expectAsWhole(text: string, pieceSize: number): void {
	const bytes = Buffer.from(text);
	const whole = outcomeOf(() => JSON.parse(bytes.toString("utf8")));
	const inPieces = outcomeOf(() => parseJson(bytes, pieceSize));
	expect(inPieces).toStrictEqual(whole);
	expect(JSON.stringify(inPieces)).toBe(JSON.stringify(whole));
}

const pieceSizes = fc.integer({ min: 0, max: 60 });

describe("JSON parsed in pieces", () => {
	it("has the values and the order of names that JSON.parse returns", () => {
		const spaces = fc.constantFrom(undefined, 1, "\t");
		fc.assert(
			fc.property(
				fc.jsonValue({ maxDepth: 6, stringUnit: "binary" }),
				spaces,
				pieceSizes,
				(value, space, size) => expectAsWhole(JSON.stringify(value, null, space), size),
			),
		);
	});

	it("fails with the error of JSON.parse when a part is missing, repeated or exchanged", () => {
		const part = fc.constantFrom(
			"",
			"]",
			"}",
			"[",
			"{",
			",",
			":",
			'"',
			"\\",
			"1",
			" ",
			"null",
			'"a":',
			"\u00e9",
		);
		fc.assert(
			fc.property(
				fc.jsonValue({ maxDepth: 5 }),
				fc.nat(),
				fc.nat({ max: 3 }),
				part,
				pieceSizes,
				(value, place, length, inserted, size) => {
					const text = JSON.stringify(value);
					const at = place % (text.length + 1);
					expectAsWhole(text.slice(0, at) + inserted + text.slice(at + length), size);
				},
			),
		);
	});

	it.each([
		["an empty text", ""],
		["only space", "  \n "],
		["a comma after the last element", `{"value":[${'{"id":1},'.repeat(9)}]}`],
		["two commas", `[${'{"id":1},'.repeat(5)},${'{"id":1},'.repeat(5)}1]`],
		["a list that ends as an object", `[${"1,".repeat(30)}1}`],
		["something after the end", `[${"1,".repeat(30)}1] 1`],
		["a list without an end", `[${"1,".repeat(30)}`],
		["a string without an end", `["${"a".repeat(30)}`],
		["a member without a name", `{1,"value":[${"1,".repeat(30)}1]}`],
		["a member without a value", `{"${"name".repeat(10)}"}`],
	])("treats %s as JSON.parse does", (_, text) => {
		for (const size of [0, 1, 5, 20, 1_000]) expectAsWhole(text, size);
	});

	it("takes the last of several members with one name", () => {
		const long = `[${"1,".repeat(30)}1]`;
		for (const [first, second] of [
			[long, "null"],
			["null", long],
			[long, `[${long}]`],
		])
			expectAsWhole(`{"a":${first},"b":2,"a":${second}}`, 20);
	});

	it("gives a long member of any name to the object itself", () => {
		const text = `{"__proto__":{"list":[${"1,".repeat(30)}1]},"a":1}`;
		expectAsWhole(text, 10);
		expect(Object.hasOwn(Object(parseJson(Buffer.from(text), 10)), "__proto__")).toBe(true);
	});

	it("keeps characters of several bytes, and replaces invalid ones as a whole text would", () => {
		const names = Array.from({ length: 40 }, (_, index) => `"Łucja 李小龍 🚢 \\u00e9 \\" ${index}"`);
		expectAsWhole(`[${names.join(",")}]`, 16);
		const invalid = Buffer.concat([Buffer.from('["a","'), Buffer.from([0xe2, 0x82]), Buffer.from('","b"]')]);
		expect(parseJson(invalid, 2)).toEqual(JSON.parse(invalid.toString("utf8")));
	});

	it("reads many levels of nesting without dividing them all", () => {
		expectAsWhole(`${"[".repeat(500)}1${"]".repeat(500)}`, 4);
	});
});
