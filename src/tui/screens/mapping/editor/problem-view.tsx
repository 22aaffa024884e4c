import { Text } from "ink";
import type { MappingProblem } from "../../../../app/mapping/mapping.ts";
import { cutText, drawable, graphemes, widthOf, wrapText } from "../../../text/fit-text.ts";
import { paint } from "../../../theme/theme.ts";

/** The end of a text in at most `width` cells, with `…` where it is cut. */
function keepEnd(text: string, width: number): string {
	if (widthOf(text) <= width) return text;
	const kept: string[] = [];
	let cells = 1;
	for (const grapheme of graphemes(text).toReversed()) {
		cells += widthOf(grapheme);
		if (cells > width) break;
		kept.unshift(grapheme);
	}
	return `…${kept.join("")}`;
}

/** The two lines of a position, shifted so that the caret is visible and under its character. */
export function caretLines(caret: string, width: number): readonly [string, string] {
	const [text = "", marks = ""] = caret.split("\n");
	const at = Math.max(0, marks.indexOf("^"));
	const end = marks.length;
	const before = drawable(text.slice(0, at));
	const shown = widthOf(before) < width - 12 ? before : keepEnd(before, Math.floor(width / 2));
	const indent = widthOf(shown);
	const length = Math.max(1, Math.min(widthOf(drawable(text.slice(at, end))), width - indent));
	return [cutText(shown + drawable(text.slice(at)), width), " ".repeat(indent) + "^".repeat(length)];
}

/** The problems of a mapping: errors first, each with a glyph, a word and its position in the expression. */
export function ProblemView({
	problems,
	width,
	height,
}: {
	readonly problems: readonly MappingProblem[];
	readonly width: number;
	readonly height: number;
}) {
	const sorted = problems.toSorted((a, b) => Number(a.severity !== "error") - Number(b.severity !== "error"));
	const lines = sorted.slice(0, height).flatMap(({ severity, message, place }) => {
		const isError = severity === "error";
		const where = place === null ? "" : ` (line ${place.line}, column ${place.column})`;
		const head = `${isError ? "✗ error" : "! warning"}${where}: ${message}`;
		return [
			...wrapText(head, width).map((text) => ({
				text,
				tone: isError ? ("bad" as const) : ("caution" as const),
			})),
			...(place === null ? [] : caretLines(place.caret, width)).map((text) => ({
				text,
				tone: "plain" as const,
			})),
		];
	});
	return lines
		.map((line, number) => ({ ...line, number }))
		.slice(0, Math.max(0, height))
		.map(({ number, text, tone }) => (
			<Text key={number} wrap="truncate-end" {...paint(tone)}>
				{text}
			</Text>
		));
}
