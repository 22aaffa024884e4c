import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { asciiGlyph } from "../../../src/tui/theme/glyphs.ts";

/** The source of the console, without its comments. */
const sources = readdirSync("src/tui", { recursive: true, encoding: "utf8" })
	.filter((file) => /\.tsx?$/.test(file))
	.map((file) => ({
		file,
		code: readFileSync(join("src/tui", file), "utf8").replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, ""),
	}));

describe("the console's source", () => {
	it("has a character in ASCII for each sign that it draws", () => {
		const missing = sources
			.filter(({ file }) => !/glyphs\.ts$|grapheme-segmenter\.ts$/.test(file))
			.flatMap(({ file, code }) =>
				[...code.matchAll(/[^\0-\u007F]/gu)]
					.filter(([sign]) => asciiGlyph(sign) === undefined)
					.map(([sign]) => `${sign} in ${file}`),
			);
		expect(missing).toEqual([]);
	});

	it("names colors in the theme only: elsewhere a view names a tone", () => {
		const named = sources
			.filter(({ file }) => !file.startsWith("theme"))
			.flatMap(({ file, code }) =>
				[
					...code.matchAll(
						/\b(?:color|borderColor|backgroundColor)=\{?["'`](?!none["'`])|\b(?:color|borderColor|backgroundColor): ["'`](?!none["'`])|#[\da-f]{6}\b|\\u001B\[(?:3|4|9|10)[\d;]*m/gi,
					),
				].map(([found]) => `${found} in ${file}`),
			);
		expect(named).toEqual([]);
	});

	it("has marks that differ from each other and from borders in ASCII", () => {
		const marks = sources.flatMap(({ code }) =>
			Array.from(code.matchAll(/\bglyph: "(.)", word: "[^"]/gu), ([, sign = ""]) => sign),
		);
		// A dash and a hyphen are one mark: nothing happened. What waits has no outcome: its word says why.
		const drawn = new Set([...marks, "●", "○", "│"].filter((sign) => sign !== "-" && sign !== "…"));
		expect(drawn.size).toBeGreaterThan(12);
		const alike = Map.groupBy(drawn, (sign) => asciiGlyph(sign) ?? sign)
			.values()
			.filter((signs) => signs.length > 1);
		expect([...alike]).toEqual([]);
	});

	it("stands for each sign with one printable character", () => {
		for (const sign of "─│╭✓✗→…▁█⠋•●❯") expect(asciiGlyph(sign)).toMatch(/^[ -~]$/);
	});
});
