import xterm from "@xterm/headless";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { thriftyStyles } from "../../../src/tui/terminal/thrifty-styles.ts";

const [columns, rows] = [30, 5];

/** The cells of a terminal after this output, with all that can be seen of them: of blanks not their color. */
async function cells(output: string): Promise<readonly string[]> {
	const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
	await new Promise<void>((resolve) => terminal.write(output, resolve));
	return Array.from({ length: rows * columns }, (_, place) => {
		const cell = terminal.buffer.active.getLine(Math.floor(place / columns))?.getCell(place % columns);
		if (cell === undefined) return "";
		const text = cell.getChars() || " ";
		const back = [cell.getBgColor(), cell.isInverse(), cell.isUnderline(), cell.isStrikethrough()];
		const fore = [cell.getFgColor(), cell.isBold(), cell.isDim(), cell.isItalic()];
		return text === " " && back.slice(1).every((on) => on === 0)
			? `blank ${back[0]}`
			: [text, ...back, ...fore].join(" ");
	});
}

const sgr = (parameters: string) => `\u001B[${parameters}m`;

describe("thrifty styles", () => {
	it("are written once, together, and only for text", () => {
		const output = `${sgr("38;5;80")}${sgr("39")}${sgr("1")}${sgr("31")}a${sgr("39")}${sgr("22")}  ${sgr("1")}${sgr("31")}b${sgr("39")}${sgr("22")}`;
		expect(thriftyStyles(output)).toBe(`${sgr("1;31")}a  b${sgr("")}`);
	});

	it("end what is bold although it stays faint", async () => {
		const output = `${sgr("1")}${sgr("2")}a${sgr("22")}${sgr("2")}b${sgr("22")}c`;
		expect(await cells(thriftyStyles(output))).toEqual(await cells(output));
	});

	it("are kept where blanks show them, and where a line is erased with a background", async () => {
		const output = `${sgr("44")}a    b${sgr("49")}  ${sgr("4")}  ${sgr("24")}\r\n${sgr("7")} \u001B[K${sgr("27")}x`;
		expect(await cells(thriftyStyles(output))).toEqual(await cells(output));
	});

	it("draw the same picture for any output, in fewer bytes or as many", async () => {
		const piece = fc.oneof(
			fc
				.constantFrom("1", "2", "22", "3", "23", "4", "24", "7", "27", "9", "29", "31", "38;5;80", "39", "44")
				.map(sgr),
			fc.constantFrom("48;5;12", "49", "0", "", "1;33", "22;39", "38;2;1;2;3").map(sgr),
			fc.constantFrom("a", "bc", " ", "   ", "é", "│"),
			fc.constantFrom("\r\n", "\u001B[K", "\u001B[3C", "\u001B[2E", "\u001B[5G"),
		);
		await fc.assert(
			fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
				const output = `${pieces.join("")}${sgr("0")}`;
				const thrifty = thriftyStyles(output);
				expect(await cells(`${thrifty}z`)).toEqual(await cells(`${output}z`));
				expect(thrifty.length).toBeLessThanOrEqual(output.length);
			}),
			{ numRuns: 300 },
		);
	});
});
