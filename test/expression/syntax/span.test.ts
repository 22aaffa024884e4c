import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check, underline } from "../../../src/expression/index.ts";
import { positionAt, positionsIn } from "../../../src/expression/syntax/span.ts";

describe("the place of an offset", () => {
	it("counts lines that end at LF, CR or CRLF, and columns, from 1 (property)", () => {
		const text = fc.array(fc.constantFrom("a", "(", "\n", "\r", "\r\n")).map((all) => all.join(""));
		fc.assert(
			fc.property(text, fc.nat(40), (all, wanted) => {
				const offset = Math.min(wanted, all.length);
				const isWithinLineEnd = all[offset - 1] === "\r" && all[offset] === "\n";
				fc.pre(!isWithinLineEnd);
				const lines = all.slice(0, offset).split(/\r\n|\r|\n/u);
				const expected = { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
				expect(positionsIn(all)(offset)).toEqual(expected);
				expect(positionAt(all, offset)).toEqual(expected);
			}),
		);
	});
});

describe("the line with carets", () => {
	it("holds the whole of a short line, tabs and all", () => {
		expect(underline("Append(\n\t[a],\n[b])", { start: 9, end: 12 })).toBe("\t[a],\n\t^^^");
	});

	it("holds no more of a long line than what is around the place, with the carets below it", () => {
		const text = `Join(" ", ${"[a], ".repeat(2_000)}[wrong]${", [a]".repeat(2_000)})`;
		const start = text.indexOf("[wrong]");
		const [line = "", carets = ""] = underline(text, { start, end: start + 7 }).split("\n");
		expect(line).toMatch(/^….*\[a\], \[wrong\], \[a\].*…$/u);
		expect(line.length).toBeLessThan(310);
		expect(line.slice(carets.indexOf("^"), carets.length)).toBe("[wrong]");
	});

	it("stays within its line, however far the span goes", () => {
		expect(underline("Left(\n1", { start: 0, end: 7 })).toBe("Left(\n^^^^^");
		expect(underline("", { start: 0, end: 0 })).toBe("\n^");
	});

	it("is small for each of the thousands of problems of one long line", () => {
		const text = `Join(" ", ${"tolower([a]), ".repeat(2_000)}"")`;
		const problems = check(text, { attributes: ["b"] });
		expect(problems).toHaveLength(4_000);
		expect(Math.max(...problems.map(({ span }) => underline(text, span).length))).toBeLessThan(520);
		expect(problems.at(-1)).toMatchObject({ line: 1, column: text.lastIndexOf("[a]") + 1 });
	});
});
