import xterm from "@xterm/headless";
import { describe, expect, it } from "vitest";
import { recolor } from "../../../src/tui/theme/recolor.ts";
import { colorsOf } from "../../../src/tui/theme/themes.ts";

const dark = colorsOf("dark", "dark", 256);

/** What a terminal shows: each run of characters with its color, and what else shows. */
async function runs(output: string): Promise<readonly string[]> {
	const terminal = new xterm.Terminal({ cols: 40, rows: 1, allowProposedApi: true });
	await new Promise<void>((resolve) => terminal.write(output, resolve));
	const line = terminal.buffer.active.getLine(0);
	const found: { style: string; text: string }[] = [];
	for (let column = 0; column < output.replace(/\u001B\[[\d;]*m/g, "").length; column += 1) {
		const cell = line?.getCell(column);
		const style = [
			cell?.isFgDefault() ? "" : String(cell?.getFgColor()),
			cell?.isBold() ? "bold" : "",
			cell?.isDim() ? "faint" : "",
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
		expect(recolor(drawn, colorsOf("none", "dark", 256))).toBe(
			"\u001B[1ma\u001B[39m\u001B[22m\u001B[2mb\u001B[22m\u001B[7mc\u001B[27md",
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
