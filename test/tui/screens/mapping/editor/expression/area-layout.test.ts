import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	caretAt,
	layOutArea,
	lineEnd,
	lineOfCaret,
	moveByLines,
} from "../../../../../../src/tui/screens/mapping/editor/expression/area-layout.ts";
import { graphemes, widthOf } from "../../../../../../src/tui/text/fit-text.ts";

const shown = (text: string, width: number) => {
	const characters = graphemes(text);
	return layOutArea(characters, width).map(({ from, to }) => characters.slice(from, to).join(""));
};

describe("the layout of the expression area", () => {
	it("breaks after a space or comma, otherwise anywhere, and at line ends", () => {
		expect(shown("", 10)).toEqual([""]);
		expect(shown("abc", 10)).toEqual(["abc"]);
		expect(shown("Join(a, bcdef)", 10)).toEqual(["Join(a, ", "bcdef)"]);
		expect(shown("abcdefghijkl", 6)).toEqual(["abcde", "fghij", "kl"]);
		expect(shown("a\n\nb\n", 10)).toEqual(["a", "", "b", ""]);
	});

	it("counts cells, not characters", () => {
		expect(shown("田中太郎", 6)).toEqual(["田中", "太郎"]);
	});

	it("loses no character and leaves a cell for the caret, whatever the text", () => {
		const text = fc.string({
			unit: fc.constantFrom("a", ",", " ", "\n", "田", "é", "👩‍👩‍👧"),
			maxLength: 80,
		});
		fc.assert(
			fc.property(text, fc.integer({ min: 4, max: 30 }), (value, width) => {
				const lines = shown(value, width);
				expect(lines.join("").replaceAll("\n", "")).toBe(value.replaceAll("\n", ""));
				for (const line of lines) expect(widthOf(line)).toBeLessThan(width);
			}),
		);
	});

	it("finds the caret at a cell, at most at the end of the line", () => {
		const characters = graphemes("Join(a, 田中b)");
		const lines = layOutArea(characters, 10);
		const at = (line: number, cell: number) => characters[caretAt(characters, lines, line, cell)] ?? "end";
		expect([0, 4, 6].map((cell) => at(0, cell))).toEqual(["J", "(", ","]);
		expect([0, 1, 2, 3, 4, 5, 6, 40].map((cell) => at(1, cell))).toEqual([
			"田",
			"田",
			"中",
			"中",
			"b",
			")",
			"end",
			"end",
		]);
	});

	it("puts every caret on one line, whose end is reachable", () => {
		const text = fc.string({ unit: fc.constantFrom("a", " ", "\n", "田"), maxLength: 60 });
		fc.assert(
			fc.property(text, fc.integer({ min: 4, max: 12 }), fc.nat(), (value, width, seed) => {
				const characters = graphemes(value);
				const lines = layOutArea(characters, width);
				const caret = seed % (characters.length + 1);
				const index = lineOfCaret(lines, caret);
				const line = lines[index];
				expect(line && line.from <= caret && caret <= line.to).toBe(true);
				expect(lineOfCaret(lines, lineEnd(lines, index))).toBe(index);
				const below = moveByLines(characters, lines, caret, 1);
				expect(lineOfCaret(lines, below)).toBe(Math.min(lines.length - 1, index + 1));
			}),
		);
	});
});
