import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { words } from "../../../src/store/sqlite/words.ts";

describe("words", () => {
	it.each([
		["ana.lima@contoso.example", ["ana", "lima", "contoso", "example"]],
		["José MÜLLER-Łuk", ["jose", "muller", "łuk"]],
		["İstanbul", ["istanbul"]],
		["山田太郎 Taro", ["山", "田", "太", "郎", "taro"]],
		["한국 이름", ["한국", "이름"]],
		["ﬁne ①", ["fine", "1"]],
		["יוסי כהן", ["יוסי", "כהן"]],
		["\u001b[31mred\u0000", ["31mred"]],
		["@ - !", []],
		["ΟΔΟΣ", ["οδοσ"]],
		["𝒜nna", ["anna"]],
		["", []],
	])("of %j are %j", (text, expected) => {
		expect(words(text)).toEqual(expected);
	});

	it("contain no character that the index would split again", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary" }), (text) => {
				expect(words(text).join("")).toMatch(/^[a-z0-9\u0080-\u{10ffff}]*$/u);
			}),
		);
	});

	it("are the same for a text and for its words", () => {
		fc.assert(
			fc.property(fc.string({ unit: "grapheme" }), (text) => {
				const once = words(text);
				expect(words(once.join(" "))).toEqual(once);
			}),
		);
	});
});
