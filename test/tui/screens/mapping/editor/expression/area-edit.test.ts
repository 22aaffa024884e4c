import { describe, expect, it } from "vitest";
import {
	caretAt,
	editArea,
	offsetOf,
	withPlainLineEnds,
} from "../../../../../../src/tui/screens/mapping/editor/expression/area-edit.ts";

const key = (name: string, text = "") => ({ name, text });
const typed = (text: string) => key(text, text);

describe("editing in the expression area", () => {
	it("types text and line ends", () => {
		expect(editArea({ value: "ab", caret: 1 }, typed("x"), 20)).toEqual({ value: "axb", caret: 2 });
		expect(editArea({ value: "ab", caret: 1 }, key("enter"), 20)).toEqual({ value: "a\nb", caret: 2 });
	});

	it("moves by lines in the same column, and to the ends of a line", () => {
		const edit = { value: "abcdef\nxy\nuvwxyz", caret: 5 };
		expect(editArea(edit, key("down"), 20)?.caret).toBe(9);
		expect(editArea({ ...edit, caret: 14 }, key("up"), 20)?.caret).toBe(9);
		expect(editArea({ ...edit, caret: 8 }, key("home"), 20)?.caret).toBe(7);
		expect(editArea({ ...edit, caret: 8 }, key("end"), 20)?.caret).toBe(9);
		expect(editArea(edit, key("up"), 20)?.caret).toBe(5);
	});

	it("takes away to the beginning of the line with Ctrl+U, over a line end with Backspace", () => {
		expect(editArea({ value: "ab\ncd", caret: 5 }, key("ctrl+u"), 20)).toEqual({ value: "ab\n", caret: 3 });
		expect(editArea({ value: "ab\ncd", caret: 3 }, key("backspace"), 20)).toEqual({
			value: "abcd",
			caret: 2,
		});
	});

	it("leaves other keys alone", () => {
		for (const name of ["tab", "escape", "f1", "ctrl+n", "ctrl+s"])
			expect(editArea({ value: "a", caret: 1 }, key(name), 20)).toBeUndefined();
	});

	it("counts as the expression language does", () => {
		const value = "a👩‍👩‍👧b";
		expect(offsetOf({ value, caret: 2 })).toBe(value.length - 1);
		expect(caretAt(value, value.length)).toBe(3);
	});

	it("normalizes line ends", () => {
		expect(withPlainLineEnds("a\r\nb\rc\u2028d\n")).toBe("a\nb\nc\nd\n");
	});
});
