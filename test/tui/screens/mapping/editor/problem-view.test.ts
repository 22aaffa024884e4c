import { describe, expect, it } from "vitest";
import { caretLines } from "../../../../../src/tui/screens/mapping/editor/problem-view.tsx";
import { widthOf } from "../../../../../src/tui/text/fit-text.ts";

describe("the caret under an error", () => {
	it("is shown below its position", () => {
		expect(caretLines("Foo([a])\n^^^", 40)).toEqual(["Foo([a])", "^^^"]);
		expect(caretLines("Left([a], x)\n          ^", 40)).toEqual(["Left([a], x)", "          ^"]);
	});

	it("counts the cells of what is before it", () => {
		expect(caretLines('Join("田中", x)\n            ^', 40)[1]?.indexOf("^")).toBe(widthOf('Join("田中", x'));
	});

	it("is seen also far to the right", () => {
		const [text, marks] = caretLines(`${"a".repeat(300)}BAD${"c".repeat(300)}\n${" ".repeat(300)}^^^`, 60);
		const at = marks.indexOf("^");
		expect(text.slice(at, at + 3)).toBe("BAD");
		expect(text.startsWith("…")).toBe(true);
		expect(widthOf(text)).toBeLessThanOrEqual(60);
	});
});
