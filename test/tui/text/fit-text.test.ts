import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import {
	cutText,
	drawable,
	firstLines,
	fitText,
	graphemes,
	wrapText,
} from "../../../src/tui/text/fit-text.ts";

const anyText = fc.string({
	unit: fc.oneof(
		fc.constantFrom(
			"a",
			" ",
			"é",
			"é",
			"字",
			"👩‍👩‍👧",
			"👍🏽",
			"❤️",
			"🇩🇪",
			"\u001B[31m",
			"\u202E",
			"مح",
			"\n",
			"\t",
			"ー",
		),
		fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
	),
});

describe("text for the terminal", () => {
	it("is at most as many lines as there is room for, the last one cut with an ellipsis", () => {
		expect(firstLines("one two three", 5, 3)).toEqual(["one", "two", "three"]);
		expect(firstLines("one two three four", 7, 2)).toEqual(["one two", "three …"]);
		expect(firstLines("one", 7, 1)).toEqual(["one"]);
	});

	it("is cut with an ellipsis only when it does not fit", () => {
		expect(cutText("Ada Brink", 9)).toBe("Ada Brink");
		expect(cutText("Ada Brink", 6)).toBe("Ada B…");
		expect(cutText("田中 太郎", 6)).toBe("田中 …");
		expect(cutText("田中太郎", 4)).toBe("田…");
		expect(cutText("abc", 0)).toBe("");
	});

	it("is padded on either side", () => {
		expect(fitText("7", 3, "right")).toBe("  7");
		expect(fitText("字", 4)).toBe("字  ");
	});

	it("takes exactly the cells it is given, whatever it holds", () => {
		fc.assert(
			fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, width) => {
				const line = fitText(text, width);
				expect(stringWidth(line)).toBe(width);
				expect(line).not.toMatch(/[\p{Cc}\u202E\u2028\u2029]/u);
			}),
		);
	});

	it("shows emoji of several parts by their first one", () => {
		expect(drawable("👩‍👩‍👧‍👦 ❤️ 👍🏽")).toBe("👩 ❤ 👍");
	});

	it("wraps at spaces, and inside of words that are too long", () => {
		expect(wrapText("the quick brown fox", 10)).toEqual(["the quick", "brown fox"]);
		expect(wrapText("abcdefgh ij", 4)).toEqual(["abcd", "efgh", "ij"]);
		expect(wrapText("", 10)).toEqual([""]);
		expect(wrapText("a\nb", 10)).toEqual(["a", "b"]);
	});

	it("keeps a number and its unit on one line", () => {
		expect(wrapText("since 02:34, 1 attempt", 16)).toEqual(["since 02:34,", "1 attempt"]);
		expect(wrapText("took 511 ms (12 requests)", 8)).toEqual(["took", "511 ms", "(12", "requests", ")"]);
		expect(wrapText("100 abcdefgh", 6)).toEqual(["100", "abcdef", "gh"]);
	});

	it("wraps between separated parts first, and leaves no separator at a line's end", () => {
		expect(wrapText("Ada Brink · ada@example.com · 0042", 20)).toEqual([
			"Ada Brink",
			"ada@example.com",
			"0042",
		]);
		expect(wrapText("25 created · 3 updated · 1 deactivated", 24)).toEqual([
			"25 created · 3 updated",
			"1 deactivated",
		]);
		expect(wrapText("Ada Brink of Sales · 7", 10)).toEqual(["Ada Brink", "of Sales", "7"]);
		expect(wrapText("a · b", 10)).toEqual(["a · b"]);
	});

	it("breaks a character that is wider than a line", () => {
		expect(wrapText("\u{1D158}\u{1D165}\u{1D16E}", 2).every((line) => stringWidth(line) <= 2)).toBe(true);
	});

	it("wraps into lines that fit, and loses nothing but spaces and separators", () => {
		const visible = (text: string) => text.replaceAll(/[\s·]/gu, "");
		fc.assert(
			fc.property(anyText, fc.integer({ min: 2, max: 30 }), (text, width) => {
				const lines = wrapText(text, width);
				for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
				const expected = text
					.split(/\r\n|[\n\r\u0085\u2028\u2029]/u)
					.map(drawable)
					.join("");
				expect(visible(lines.join(""))).toBe(visible(expected));
			}),
		);
	});

	it("counts characters as readers do", () => {
		expect(graphemes("é👩‍👩‍👧🇩🇪")).toHaveLength(3);
	});
});
