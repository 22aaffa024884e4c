import stringWidth from "string-width";
import { cleanText } from "../../text/clean-text.ts";
import { graphemeSegmenter } from "./grapheme-segmenter.ts";

const ascii = /^[ -~]*$/;
const joinedEmoji = /\u200D|\p{Emoji_Modifier}|\uFE0F/u;

/** The characters as a reader counts them. */
export function graphemes(text: string): readonly string[] {
	if (ascii.test(text)) return [...text];
	return Array.from(graphemeSegmenter.segment(text), ({ segment }) => segment);
}

/**
 * Text as the console draws it: cleaned, and joined emoji reduced to the first one. Terminals disagree about the
 * width of joined emoji, and a wrong width would break the line.
 */
export function drawable(text: string): string {
	if (ascii.test(text)) return text;
	const cleaned = cleanText(text);
	if (!joinedEmoji.test(cleaned)) return cleaned;
	return graphemes(cleaned)
		.map((grapheme) =>
			joinedEmoji.test(grapheme) ? String.fromCodePoint(grapheme.codePointAt(0) ?? 0) : grapheme,
		)
		.join("");
}

/** Width of drawable text in cells. */
export function widthOf(text: string): number {
	if (ascii.test(text)) return text.length;
	return graphemes(text).reduce((sum, grapheme) => sum + stringWidth(grapheme), 0);
}

/** The text in at most `width` cells, with `…` where it is cut. Cleans it first. */
export function cutText(text: string, width: number): string {
	if (width <= 0) return "";
	const shown = drawable(text);
	if (widthOf(shown) <= width) return shown;
	if (ascii.test(shown)) return `${shown.slice(0, width - 1)}…`;
	let kept = "";
	let taken = 0;
	for (const grapheme of graphemes(shown)) {
		const next = taken + widthOf(grapheme);
		if (next > width - 1) break;
		kept += grapheme;
		taken = next;
	}
	return `${kept}…`;
}

/** The text in exactly `width` cells: cut or padded with spaces. Cleans it first. */
export function fitText(text: string, width: number, align: "left" | "right" = "left"): string {
	const shown = cutText(text, width);
	const space = " ".repeat(Math.max(0, width - widthOf(shown)));
	return align === "left" ? shown + space : space + shown;
}

/** Between parts of a line, such as a name and a user name. */
const separator = " · ";
/** Not the mark of a pending step after its number: `5 · Perform action`. */
const betweenParts = /(?<!^\d+) · /u;

/**
 * Wraps text into lines of at most `width` cells, at spaces if possible: first between parts that ` · ` separates, where the line end
 * replaces the separator. A number stays with the word after it, such as `511 ms`. Keeps the text's own line ends. Cleans it first. The
 * list is never empty.
 */
export function wrapText(text: string, width: number): readonly string[] {
	const room = Math.max(2, width);
	return text
		.split(/\r\n|[\n\r\u0085\u2028\u2029]/u)
		.flatMap((line) => joinParts(drawable(line).split(betweenParts), room));
}

/** As many parts on each line as fit; a part that is too long for a line is wrapped. */
function joinParts(parts: readonly string[], width: number): readonly string[] {
	const lines: string[] = [];
	let current: string | undefined;
	for (const part of parts) {
		const joined = current === undefined ? part : `${current}${separator}${part}`;
		if (widthOf(joined) > width && current !== undefined) lines.push(...wrapLine(current, width));
		current = widthOf(joined) > width ? part : joined;
	}
	return [...lines, ...wrapLine(current ?? "", width)];
}

const number = /^\(?[\d.,]+ $/u;

/** The words with the spaces after them; a number and the word after it are one where they fit on a line. */
function wordsOf(line: string, width: number): readonly string[] {
	const words: string[] = [];
	for (const word of line.split(/(?<= )/u)) {
		const last = words.at(-1) ?? "";
		if (number.test(last) && widthOf(last + word.trimEnd()) <= width) words.splice(-1, 1, last + word);
		else words.push(word);
	}
	return words;
}

function wrapLine(line: string, width: number): readonly string[] {
	if (widthOf(line) <= width) return [line];
	const lines: string[] = [];
	let current = "";
	let taken = 0;
	const flush = () => {
		lines.push(current.trimEnd());
		current = "";
		taken = 0;
	};
	for (const word of wordsOf(line, width)) {
		const size = widthOf(word.trimEnd());
		if (taken > 0 && taken + size > width) flush();
		for (const grapheme of graphemes(word).flatMap((one) => fitting(one, width))) {
			const cells = widthOf(grapheme);
			if (taken + cells > width) {
				if (grapheme === " ") continue;
				flush();
			}
			current += grapheme;
			taken += cells;
		}
	}
	if (current !== "" || lines.length === 0) flush();
	return lines;
}

/** Splits a grapheme that is wider than a line, such as a musical note with stem and flag. */
function fitting(grapheme: string, width: number): readonly string[] {
	return widthOf(grapheme) > width ? [...grapheme] : [grapheme];
}

/** A text in at most `max` lines of this width; where it is cut, the last one ends with `…`. */
export function firstLines(text: string, width: number, max: number): readonly string[] {
	const lines = wrapText(text, width);
	if (lines.length <= max) return lines;
	return [...lines.slice(0, max - 1), cutText(lines.slice(max - 1).join(" "), width)];
}
