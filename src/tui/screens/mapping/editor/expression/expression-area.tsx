import { Box, Text } from "ink";
import { bracketAt, type HighlightKind, highlight } from "../../../../../expression/index.ts";
import type { TextEdit } from "../../../../components/input/text-edit.ts";
import { windowTop } from "../../../../hooks/list-window.ts";
import type { KeyName, KeyPress } from "../../../../keys/key-press.ts";
import { useClick } from "../../../../keys/use-click.ts";
import { useKeys } from "../../../../keys/use-keys.ts";
import { drawable, graphemes } from "../../../../text/fit-text.ts";
import { paint, type Tone } from "../../../../theme/theme.ts";
import { editArea, offsetOf } from "./area-edit.ts";
import { type AreaLine, caretAt, layOutArea, lineOfCaret } from "./area-layout.ts";

const tones: Readonly<Partial<Record<HighlightKind, Tone>>> = {
	function: "accent",
	attribute: "good",
	string: "caution",
	comma: "dim",
	invalid: "bad",
	unknown: "bad",
	unmatched: "bad",
};

/** Errors are also underlined, because color alone is not enough. */
const wrong: ReadonlySet<HighlightKind> = new Set(["invalid", "unknown", "unmatched"]);

export type ExpressionAreaProps = {
	readonly edit: TextEdit;
	readonly onEdit: (edit: TextEdit) => void;
	/** Keys that it passes to the surrounding commands. */
	readonly leaves: (press: KeyPress) => boolean;
	readonly focused: boolean;
	/** Called when it is clicked without the focus; returns a key that is then pressed. */
	readonly onClick: () => KeyName | undefined;
	/** Cells for the text; the arrows take one more. */
	readonly width: number;
	readonly height: number;
};

/**
 * An expression of any length: wrapped, highlighted, with the caret and matching brackets. Pasted text keeps its line ends.
 * A click places the caret, once it has the focus. Arrows in the last column show that there are lines above or below.
 */
export function ExpressionArea({
	edit,
	onEdit,
	leaves,
	focused,
	onClick,
	width,
	height,
}: ExpressionAreaProps) {
	useKeys(
		"input",
		(press) => {
			if (leaves(press)) return false;
			const next = editArea(edit, press, width);
			if (next) onEdit(next);
			return next !== undefined;
		},
		focused,
	);

	const characters = graphemes(edit.value);
	const lines = layOutArea(characters, width);
	const caretLine = lineOfCaret(lines, edit.caret);
	const top = focused ? windowTop(0, caretLine, height, lines.length) : 0;
	const runs = runsOf(edit, characters, lines.slice(top, top + height), focused);
	const more = lines.length - top - height;
	const box = useClick(
		(x, y) => {
			if (!focused) return onClick();
			const line = Math.min(lines.length - 1, top + y);
			onEdit({ ...edit, caret: caretAt(characters, lines, line, x) });
			return undefined;
		},
		{ kind: focused ? "input" : "list" },
	);
	return (
		<Box width={width + 1} height={height} flexShrink={0}>
			<Box ref={box} flexDirection="column" width={width} overflow="hidden">
				{runs.map((line, index) => (
					<Text key={lines[top + index]?.from ?? index} wrap="truncate-end">
						{line.length === 0 ? " " : line.map((run) => <Piece key={run.from} run={run} />)}
					</Text>
				))}
			</Box>
			<Box flexDirection="column" width={1} justifyContent="space-between">
				<Text dimColor>{top > 0 ? "↑" : " "}</Text>
				<Text dimColor>{more > 0 ? "↓" : " "}</Text>
			</Box>
		</Box>
	);
}

/** Adjacent characters of the same style. */
type Run = {
	readonly from: number;
	text: string;
	readonly kind: HighlightKind;
	readonly caret: boolean;
	readonly pair: boolean;
};

function Piece({ run: { text, kind, caret, pair } }: { readonly run: Run }) {
	return (
		<Text {...paint(tones[kind] ?? "plain")} inverse={caret} bold={pair} underline={pair || wrong.has(kind)}>
			{text}
		</Text>
	);
}

/** The visible lines as runs. */
function runsOf(
	edit: TextEdit,
	characters: readonly string[],
	lines: readonly AreaLine[],
	focused: boolean,
): readonly (readonly Run[])[] {
	const tokens = highlight(edit.value);
	const pair = focused ? bracketAt(edit.value, offsetOf(edit)) : undefined;
	const first = lines[0]?.from ?? 0;
	let offset = characters.slice(0, first).join("").length;
	let token = 0;
	let at = first;
	return lines.map(({ from, to }, index) => {
		const runs: Run[] = [];
		for (; at < from; at += 1) offset += characters[at]?.length ?? 0;
		for (; at < to; at += 1) {
			const character = characters[at] ?? "";
			while ((tokens[token]?.end ?? Number.POSITIVE_INFINITY) <= offset) token += 1;
			const look = {
				kind: tokens[token]?.kind ?? "space",
				caret: focused && at === edit.caret,
				pair: offset === pair?.open || offset === pair?.close,
			};
			const last = runs.at(-1);
			const same = last && last.kind === look.kind && last.caret === look.caret && last.pair === look.pair;
			const text = character === "\t" ? " " : drawable(character) || "·";
			if (same) last.text += text;
			else runs.push({ from: at, text, ...look });
			offset += character.length;
		}
		const isAtEnd = edit.caret === to && lines[index + 1]?.from !== to;
		if (focused && isAtEnd) runs.push({ from: to, text: " ", kind: "space", caret: true, pair: false });
		return runs;
	});
}
