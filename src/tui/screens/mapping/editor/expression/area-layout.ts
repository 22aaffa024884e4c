import { characterAt } from "../../../../components/input/text-edit.ts";
import { widthOf } from "../../../../text/fit-text.ts";

/** One line of a text area: the characters from `from` up to, not including, `to`. A line end belongs to no line. */
export type AreaLine = { readonly from: number; readonly to: number };

/** Width of a character in cells; a tab has one. */
function cellsOf(character: string): number {
	return character === "\t" ? 1 : widthOf(character);
}

/**
 * Breaks characters into lines of less than `width` cells: at line ends, otherwise after a space or comma, otherwise anywhere.
 * One cell is reserved for the caret. The list is never empty.
 */
export function layOutArea(characters: readonly string[], width: number): readonly AreaLine[] {
	const maxCells = Math.max(2, width - 1);
	const lines: AreaLine[] = [];
	let from = 0;
	let cells = 0;
	let breakable = -1;
	const end = (to: number, next: number) => {
		lines.push({ from, to });
		from = next;
		breakable = -1;
	};
	for (let at = 0; at < characters.length; at += 1) {
		const character = characters[at] ?? "";
		if (character === "\n") {
			end(at, at + 1);
			cells = 0;
			continue;
		}
		const size = cellsOf(character);
		while (cells + size > maxCells && at > from) {
			const cut = breakable > from ? breakable : at;
			end(cut, cut);
			cells = characters.slice(cut, at).reduce((sum, one) => sum + cellsOf(one), 0);
		}
		cells += size;
		if (character === " " || character === ",") breakable = at + 1;
	}
	end(characters.length, characters.length);
	return lines;
}

/** The line of the caret; at a soft break, the later line. */
export function lineOfCaret(lines: readonly AreaLine[], caret: number): number {
	return Math.max(
		0,
		lines.findLastIndex(({ from }) => from <= caret),
	);
}

/** The caret at the end of its line. */
export function lineEnd(lines: readonly AreaLine[], index: number): number {
	const line = lines[index];
	if (line === undefined) return 0;
	const isSoft = lines[index + 1]?.from === line.to;
	return isSoft ? Math.max(line.from, line.to - 1) : line.to;
}

/** The caret moved down by some lines, in the same column if that line is long enough. */
export function moveByLines(
	characters: readonly string[],
	lines: readonly AreaLine[],
	caret: number,
	by: number,
): number {
	const index = lineOfCaret(lines, caret);
	const target = Math.max(0, Math.min(lines.length - 1, index + by));
	if (target === index) return caret;
	const start = lines[index]?.from ?? 0;
	const column = characters.slice(start, caret).reduce((sum, one) => sum + cellsOf(one), 0);
	return caretAt(characters, lines, target, column);
}

/** The caret at a cell of a line; at its end where the line is shorter. */
export function caretAt(
	characters: readonly string[],
	lines: readonly AreaLine[],
	line: number,
	cell: number,
): number {
	return characterAt(characters, cell, lines[line]?.from ?? 0, lineEnd(lines, line), cellsOf);
}
