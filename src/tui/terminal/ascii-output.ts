import { graphemes, widthOf } from "../text/fit-text.ts";
import { asciiGlyph } from "../theme/glyphs.ts";
import { columnAfter, outputPieces } from "./hold-columns.ts";

/** Anything but ASCII. */
const beyondAscii = /[^\0-\u007F]/;

/** An ellipsis before two blank cells has room for three dots. */
const roomyEllipsis = /…((?:\u001B\[[\d;]*m)*) {2}/g;

/** An ellipsis at the end of a line, before sequences that draw nothing. */
const lastEllipsis = /^…(?=(?:\u001B\[[\d;?]*[a-zA-Z])*(?:[\r\n]|$))/;

/**
 * The same frame in ASCII. Each sign of the console has a character that stands for it (`glyphs.ts`). Anything else outside ASCII, such as a
 * name from a directory, becomes a `?` per cell, as in `ls` and Midnight Commander: a letter without its accent would be another name.
 *
 * @param columns of the terminal
 */
export function asciiOutput(output: string, columns: number): string {
	if (!beyondAscii.test(output)) return output;
	let column: number | null = null;
	const roomy = output.replace(roomyEllipsis, "...$1");
	return roomy.replace(
		outputPieces,
		(piece, parameters: string | undefined, final: string | undefined, at: number) => {
			if (final !== undefined) {
				column = columnAfter(parameters ?? "", final, column);
				return piece;
			}
			if (piece === "\r" || piece === "\n") {
				column = 0;
				return piece;
			}
			if (piece.startsWith("\u001B")) return piece;
			const text = graphemes(piece).map(inAscii).join("");
			if (column !== null) column += text.length;
			const isLast = piece.endsWith("…") && lastEllipsis.test(roomy.slice(at + piece.length - 1));
			const hasRoom = column !== null && column + 2 <= columns;
			return isLast && hasRoom ? `${text.slice(0, -1)}...` : text;
		},
	);
}

function inAscii(grapheme: string): string {
	if (!beyondAscii.test(grapheme)) return grapheme;
	return asciiGlyph(grapheme) ?? "?".repeat(widthOf(grapheme));
}
