/** Escape sequences: styles, moves, and the like. */
const sequences = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007]*\u0007|.)/g;

/** Signs that only show what a word beside them says: marks, lines, bars, spark lines, spinners, arrows of a list. */
const decoration = /[─━│┃╭╮╰╯┌┐└┘├┤┬┴┼●○◇▣∅✓✗‖▾▶▲▼▁-▏░\u2800-\u28FF↑↓]/g;

/** Signs that mean something, and what they are read as. */
const readAs: readonly (readonly [RegExp, string])[] = [
	[/\b1×/g, "1 time"],
	[/(\d)×/g, "$1 times"],
	[/ → /g, " to "],
	[/ ← /g, " from "],
	[/≠/g, "differs"],
	[/⇄/g, "matching"],
	[/ ?[·›] /g, ", "],
	// The mark of a value after its label.
	[/(?<=\p{L} +)[=≈-] (?=(?:none|linked|matched)(?![\p{L}\p{N}]))/gu, ""],
	// The chosen one of several views; the others are a key away.
	[/\s+view:.*\[([^\]]+)\].*$/g, ". View: $1"],
	[/•+/g, "hidden"],
	[/…/g, "..."],
	[/(?<=^|\s)–(?=\s|$|,)/g, "none"],
];

/** Signs before the words of a cell or a message: `! 5 failed`, `+ create`. */
const leadingSign = /^(?:[!+~=≈–·∅≠?-] +)+(?=[\p{L}\p{N}])/u;

/** One line as a screen reader gets it: words, without signs that it would spell. Empty when nothing is left. */
export function spoken(line: string): string {
	const plain = line.replace(sequences, "").replace(decoration, " ").trim().replace(leadingSign, "");
	const read = readAs.reduce((text, [sign, words]) => text.replace(sign, words), plain);
	const tidy = read
		.replace(/\s+/g, " ")
		.replace(/ (?=[,.;])/g, "")
		.replace(/(?:, )+/g, ", ")
		.replace(/^[,\s]+|\s+$/g, "");
	return /[\p{L}\p{N}]/u.test(tidy) ? tidy : "";
}
