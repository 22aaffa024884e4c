import xterm from "@xterm/headless";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { thrifty } from "../../../src/tui/terminal/thrifty-output.ts";
import { recolor } from "../../../src/tui/theme/recolor.ts";
import { colorsOf } from "../../../src/tui/theme/themes.ts";

const dark = colorsOf("dark", "dark", 256);

/** What a terminal shows: each run of characters with its color, and what else shows. */
async function runs(
	output: string,
	cells = output.replace(/\u001B\[[\d;]*m/g, "").length,
): Promise<readonly string[]> {
	const terminal = new xterm.Terminal({ cols: 40, rows: 1, allowProposedApi: true });
	await new Promise<void>((resolve) => terminal.write(output, resolve));
	const line = terminal.buffer.active.getLine(0);
	const found: { style: string; text: string }[] = [];
	for (let column = 0; column < cells; column += 1) {
		const cell = line?.getCell(column);
		const isBlank = (cell?.getChars() || " ") === " ";
		const style = [
			isBlank || cell?.isFgDefault() ? "" : String(cell?.getFgColor()),
			!isBlank && cell?.isBold() ? "bold" : "",
			!isBlank && cell?.isDim() ? "faint" : "",
			!isBlank && cell?.isItalic() ? "italic" : "",
			cell?.isUnderline() ? "underline" : "",
			cell?.isStrikethrough() ? "struck" : "",
			cell?.isInverse() ? "inverse" : "",
			cell?.isBgDefault() ? "" : "background",
		]
			.filter(Boolean)
			.join(" ");
		const last = found.at(-1);
		if (last?.style === style) last.text += cell?.getChars() || " ";
		else found.push({ style, text: cell?.getChars() || " " });
	}
	return found.map(({ style, text }) => `${text}:${style}`);
}

describe("recoloring", () => {
	it("puts the colors of the theme in the place of tones", async () => {
		expect(await runs(recolor("\u001B[36ma\u001B[39mb\u001B[31mc\u001B[39m", dark))).toEqual([
			"a:80",
			"b:",
			"c:210",
		]);
	});

	it("ends faint text without ending bold or color around it", async () => {
		expect(await runs(recolor("a\u001B[2mb\u001B[22mc", dark))).toEqual(["a:", "b:247", "c:"]);
		expect(await runs(recolor("\u001B[2ma\u001B[36mb\u001B[39mc\u001B[22md", dark))).toEqual([
			"a:247",
			"b:80",
			"c:247",
			"d:",
		]);
		expect(await runs(recolor("\u001B[36ma\u001B[2mb\u001B[22mc\u001B[39md", dark))).toEqual([
			"abc:80",
			"d:",
		]);
		expect(await runs(recolor("\u001B[1m\u001B[32ma\u001B[22mb\u001B[39mc", dark))).toEqual([
			"a:114 bold",
			"b:114",
			"c:",
		]);
	});

	it("leaves the styles, and no color, in the theme none", () => {
		const drawn =
			"\u001B[1m\u001B[36ma\u001B[39m\u001B[22m\u001B[2mb\u001B[22m\u001B[7mc\u001B[27m\u001B[44md\u001B[49m";
		const none = recolor(drawn, colorsOf("none", "dark", 256));
		expect(none).not.toMatch(/\u001B\[(?:[\d;]*;)?(?:3|4|9|10)\d/);
		return expect(runs(none)).resolves.toEqual(["a:bold", "b:faint", "c:inverse", "d:"]);
	});

	it("writes a style only before text that shows it, and ends without one", () => {
		expect(recolor("\u001B[36m\u001B[39m\u001B[2m\u001B[22m4", dark)).toBe("4");
		expect(recolor("\u001B[36m  \u001B[39ma", dark)).toBe("  a");
		expect(recolor("\u001B[1m\u001B[36ma\u001B[39m\u001B[22m", dark)).toBe("\u001B[1;38;5;80ma\u001B[m");
		expect(recolor("\u001B[1ma\u001B[22m\u001B[2mb\u001B[22m", colorsOf("none", "dark", 0))).toBe(
			"\u001B[1ma\u001B[0;2mb\u001B[m",
		);
		expect(recolor("\u001B[7m a\u001B[27m\u001B[K", dark)).toBe("\u001B[7m a\u001B[m\u001B[K");
	});

	it("draws the same picture as the sequences that it leaves out", async () => {
		const style = fc.constantFrom(
			"1",
			"22",
			"2",
			"3",
			"23",
			"4",
			"24",
			"7",
			"27",
			"9",
			"29",
			"31",
			"32",
			"33",
			"36",
			"39",
			"44",
			"49",
			"0",
		);
		const piece = fc.oneof(
			style.map((parameter) => `\u001B[${parameter}m`),
			fc.constantFrom("a", " ", "b "),
		);
		const sixteen = { accent: "36", good: "32", bad: "31", caution: "33", dim: "2", selection: "44" };
		await fc.assert(
			fc.asyncProperty(fc.array(piece, { maxLength: 20 }), async (drawn) => {
				const output = drawn.join("");
				expect(await runs(thrifty(recolor(output, sixteen)), 40)).toEqual(await runs(output, 40));
			}),
			{ numRuns: 300 },
		);
	});

	it("shows a selected row inverse in high contrast, with its colors", async () => {
		const drawn = recolor(
			"\u001B[1m\u001B[44ma\u001B[31mb\u001B[39mc\u001B[49m\u001B[22md",
			colorsOf("high-contrast", "dark", 16),
		);
		expect(await runs(drawn)).toEqual(["a:bold inverse", "b:9 bold inverse", "c:bold inverse", "d:"]);
	});
});
