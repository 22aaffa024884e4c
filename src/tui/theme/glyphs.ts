/** What stands for each sign of the console on a terminal without UTF-8. One cell each, as the sign itself. */
const groups: readonly (readonly [string, string])[] = [
	// Borders, and the lines between panes.
	["─━═", "-"],
	["│┃║", "|"],
	["╭╮╰╯┌┐└┘├┤┬┴┼╔╗╚╝", "+"],
	// Marks of outcomes and changes. Each has its own character, which no other mark is: `+` creates, `~` updates, `|` is a border.
	["✓", "V"],
	["✗×", "x"],
	["·•", "."],
	["●◉", "*"],
	["○", "o"],
	["◇", "@"],
	["▣", "&"],
	["∅", "0"],
	["‖", ":"],
	["≠", "#"],
	["≈", "%"],
	["⇄", "="],
	// Arrows, and where the cursor is.
	["→❯›▶»", ">"],
	["←‹«", "<"],
	["↑▲", "^"],
	["↓▼▾", "v"],
	["≤", "<"],
	["≥", ">"],
	// Spark lines and bars, from empty to full.
	["░", "."],
	["▁▏", "_"],
	["▂▎", "."],
	["▃▍", "-"],
	["▄▌", "="],
	["▅▋", "+"],
	["▆▊", "o"],
	["▇▉", "*"],
	["█", "#"],
	// A spinner.
	["⠋⠴", "|"],
	["⠙⠦", "/"],
	["⠹⠧", "-"],
	["⠸⠇", "\\"],
	["⠼⠏", "|"],
	// Punctuation.
	["–—‐‑−", "-"],
	["‘’‚‛′", "'"],
	["“”„‟″", '"'],
	["\u00A0", " "],
	["§", "S"],
	["µ", "u"],
	["±", "+"],
	["…", "~"],
];

const glyphs: ReadonlyMap<string, string> = new Map(
	groups.flatMap(([signs, ascii]) => Array.from(signs, (sign) => [sign, ascii] as const)),
);

/** What stands for a sign of the console in ASCII; undefined for any other character. */
export function asciiGlyph(sign: string): string | undefined {
	return glyphs.get(sign);
}
