import { describe, expect, it } from "vitest";
import { asciiOutput } from "../../../src/tui/terminal/ascii-output.ts";
import { isUtf8Locale } from "../../../src/tui/terminal/utf8-locale.ts";

describe("output in ASCII", () => {
	it("draws borders, marks, arrows, spark lines and bars", () => {
		expect(asciiOutput("╭──╮│✓ a → b ✗ · • ▁█ ❯", 80)).toBe("+--+|V a > b x . . _# >");
	});

	it("shows what is outside ASCII in a name as one ? per cell, so that columns stay", () => {
		expect(asciiOutput("Tomáš Dvořák│", 80)).toBe("Tom?? Dvo??k|");
		expect(asciiOutput("山田 太郎│e\u0301│🙂│", 80)).toBe("???? ????|?|??|");
	});

	it("writes an ellipsis as three dots where there is room, and as ~ where text is cut", () => {
		expect(asciiOutput("\rReading…\u001B[39m\r\n", 80)).toBe("\rReading...\u001B[39m\r\n");
		expect(asciiOutput("Reading…   │", 80)).toBe("Reading... |");
		expect(asciiOutput("Maximili… next", 80)).toBe("Maximili~ next");
		expect(asciiOutput(`\r${"x".repeat(79)}…\r\n`, 80)).toBe(`\r${"x".repeat(79)}~\r\n`);
		expect(asciiOutput("\rMaximili…\u001B[2m next\r\nReading…\r\n", 80)).toBe(
			"\rMaximili~\u001B[2m next\r\nReading...\r\n",
		);
		expect(asciiOutput(`\u001B[70Gcut off…`, 78)).toBe(`\u001B[70Gcut off~`);
	});

	it("leaves control sequences and the clipboard alone", () => {
		const copy = "\u001B]52;c;w6Q=\u0007";
		expect(asciiOutput(`${copy}\u001B[1m…`, 80)).toBe(`${copy}\u001B[1m~`);
	});
});

describe("the locale", () => {
	it.each([
		[{ LANG: "en_US.UTF-8" }, true],
		[{ LANG: "de_DE.utf8" }, true],
		[{ LC_CTYPE: "UTF-8" }, true],
		[{ LC_ALL: "C.UTF-8", LANG: "C" }, true],
		[{ LC_ALL: "C", LC_CTYPE: "en_US.UTF-8", LANG: "en_US.UTF-8" }, false],
		[{ LC_ALL: "", LC_CTYPE: "POSIX", LANG: "en_US.UTF-8" }, false],
		[{ LANG: "C" }, false],
		[{ LANG: "POSIX" }, false],
		[{ LANG: "de_DE.ISO-8859-1" }, false],
		[{ LANG: "en_US" }, false],
		[{}, true],
		[{ LC_ALL: "", LC_CTYPE: "", LANG: "" }, true],
	])("%o is UTF-8: %s", (env, isUtf8) => {
		expect(isUtf8Locale(env)).toBe(isUtf8);
	});
});
