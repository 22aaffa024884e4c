import xterm from "@xterm/headless";
import { describe, expect, it } from "vitest";
import { asPage, thrifty } from "../../../src/tui/terminal/thrifty-output.ts";

/** The cells of a terminal after this output: characters with their background and inverse. */
async function cells(output: string): Promise<readonly string[]> {
	const terminal = new xterm.Terminal({ cols: 40, rows: 6, allowProposedApi: true });
	await new Promise<void>((resolve) => terminal.write(output, resolve));
	return Array.from({ length: 6 }, (_, row) => {
		const line = terminal.buffer.active.getLine(row);
		return Array.from({ length: 40 }, (_, column) => {
			const cell = line?.getCell(column);
			return `${cell?.getChars() || " "}${cell?.isInverse() ? "i" : ""}${cell?.isBgDefault() ? "" : "b"}${cell?.isUnderline() ? "u" : ""}`;
		}).join("");
	});
}

describe("thrifty output", () => {
	it("joins steps over unchanged lines and passes over gaps", () => {
		expect(thrifty("\u001B[E\u001B[E\u001B[Eabc      d")).toBe("\u001B[3Eabc\u001B[6Cd");
		expect(thrifty("\u001B[Eab    c")).toBe("\u001B[Eab    c");
	});

	it("draws the same picture", async () => {
		const output = [
			"\u001B[36mname\u001B[39m            value\r\n",
			"\u001B[7minverse          gap\u001B[27m          plain\r\n",
			"\u001B[44mback          ground\u001B[49m        plain\r\n",
			"\u001B[4munder        line\u001B[24m         plain\u001B[0m\r\n",
			"\u001B[48;5;12m          x\u001B[0m          y",
		].join("");
		expect(await cells(thrifty(output))).toEqual(await cells(output));
		expect(thrifty(output).length).toBeLessThan(output.length);
	});
});

describe("entering the alternate screen", () => {
	it("begins in the first line, wherever the cursor was", async () => {
		const shown = await cells(asPage("\n\n\n$ run\u001B[?1049hframe"));
		expect(shown[0]).toContain("f");
	});

	it("keeps a line that a terminal finds too long from pushing the frame up, and wraps lines again at the end", async () => {
		const shown = await cells(asPage(`\u001B[?1049hhead\r\n\n\n\n\n${"x".repeat(60)}`));
		expect(shown[0]).toContain("h");
		const left = await cells(asPage(`\u001B[?1049h\u001B[?1049l${"x".repeat(60)}`));
		expect(left.slice(0, 3).join("").replaceAll(" ", "")).toHaveLength(60);
	});
});
