import { widthOf } from "../text/fit-text.ts";

/** A control sequence (ECMA-48 CSI), an operating system command (OSC), a line end, or text. */
export const outputPieces = /\u001B\[([0-?]*)[ -/]*([@-~])|\u001B\][^\u0007]*\u0007|[\r\n]|[^\u001B\r\n]+/g;

/** Up to the last character of uncertain width. Latin, Greek, Cyrillic, punctuation, arrows, boxes and shapes are one cell wide. */
const upToDoubtful = /^.*[^\0-\u02FF\u0370-\u052F\u1E00-\u27BF\u2800-\u28FF]/su;

/** The column after a control sequence, from 0; null when unknown. */
export function columnAfter(parameters: string, final: string, column: number | null): number | null {
	const number = Number(parameters.split(";").at(-1) || 1);
	if (final === "G" || final === "H") return final === "H" && !parameters.includes(";") ? 0 : number - 1;
	if (final === "E" || final === "F") return 0;
	if (final === "C" && column !== null) return column + number;
	if (final === "D" && column !== null) return Math.max(0, column - number);
	return final === "u" ? null : column;
}

/**
 * Sets the column after each piece of text whose width differs between terminals (Indic conjuncts, emoji, CJK)
 * (`ESC[nG`, CHA). A terminal that counts differently then shifts only that piece, not the rest of the line with its borders.
 * A line feed begins a line: in Node's raw mode, terminals still turn it into CR LF (ONLCR).
 */
export function holdColumns(output: string): string {
	let column: number | null = null;
	return output.replace(outputPieces, (piece, parameters: string | undefined, final: string | undefined) => {
		if (final !== undefined) column = columnAfter(parameters ?? "", final, column);
		else if (piece === "\r" || piece === "\n") column = 0;
		else if (column !== null && !piece.startsWith("\u001B")) {
			const [head = ""] = upToDoubtful.exec(piece) ?? [];
			const after = column + widthOf(head);
			column = after + widthOf(piece.slice(head.length));
			if (head !== "") return `${head}\u001B[${after + 1}G${piece.slice(head.length)}`;
		}
		return piece;
	});
}
