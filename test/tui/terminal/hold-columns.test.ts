import { describe, expect, it } from "vitest";
import { holdColumns } from "../../../src/tui/terminal/hold-columns.ts";

describe("columns after text of uncertain width", () => {
	it("are set, so that every terminal continues in the same column", () => {
		expect(holdColumns("\r│ 王伟 │")).toBe("\r│ 王伟\u001B[7G │");
		expect(holdColumns("\u001B[5G\u001B[KKofi 🚀\u001B[2C│\r\n│")).toBe(
			"\u001B[5G\u001B[KKofi 🚀\u001B[12G\u001B[2C│\r\n│",
		);
		expect(holdColumns("\u001B[2E\u001B[1mप्रिया\u001B[22m x")).toBe(
			"\u001B[2E\u001B[1mप्रिया\u001B[6G\u001B[22m x",
		);
	});

	it("are counted from the start of each line, also where only a line feed begins it", () => {
		expect(holdColumns("\u001B[H\u001B[2Jone\ntwo\n王伟 x\nKofi 🚀\u001B[2C│")).toBe(
			"\u001B[H\u001B[2Jone\ntwo\n王伟\u001B[5G x\nKofi 🚀\u001B[8G\u001B[2C│",
		);
	});

	it("are left alone after text that takes one cell a character everywhere", () => {
		const plain = "\r\u001B[1m❯ ✓ Zoë Ødegård …\u001B[22m Ελένη Анна ╭──╮ ████▌░ ⠋\r\n";
		expect(holdColumns(plain)).toBe(plain);
	});

	it("are not guessed before the place of the cursor is known", () => {
		expect(holdColumns("王伟 x")).toBe("王伟 x");
		expect(holdColumns("\u001B]52;c;5pmL\u0007")).toBe("\u001B]52;c;5pmL\u0007");
	});
});
