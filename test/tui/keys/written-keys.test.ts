import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** Code without its comments, which are for programmers. */
function codeOf(file: string): string {
	return readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, "");
}

/** The lines of these files that match, each with its file. */
function linesWith(files: readonly string[], words: RegExp): readonly string[] {
	return files.flatMap((file) =>
		codeOf(file)
			.split("\n")
			.filter((line) => words.test(line))
			.map((line) => `${file}: ${line.trim()}`),
	);
}

const all = globSync("src/**/*.{ts,tsx}");
const ofConsole = all.filter((file) => file.startsWith("src/tui/"));

it("no code but the console's names a key or a screen: what helps is a remedy, which console and command line put into words", () => {
	const others = all.filter((file) => !/^src\/(?:tui|cli)\//.test(file) && !file.endsWith("-document.ts"));
	expect(others.length).toBeGreaterThan(500);
	expect(linesWith(others, /\b[Pp]ress(?:es|ed|ing)?\b|\b[Ss]creens?\b|\bCtrl\+|\bEsc\b/)).toEqual([]);
});

it("no text of the console has a letter or digit for a key, which the operator may have changed", () => {
	const texts = ofConsole.filter((file) => !file.endsWith("-document.ts"));
	expect(texts.length).toBeGreaterThan(300);
	expect(linesWith(texts, /\bpress (?:g ?)?[a-z0-9](?!\w)/i)).toEqual([]);
});
