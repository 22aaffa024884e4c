import { Box, Text } from "ink";
import { useState } from "react";
import type { Command } from "../../keys/command.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { fitText, widthOf, wrapText } from "../../text/fit-text.ts";
import { paint, type Tone } from "../../theme/theme.ts";

/**
 * One paragraph of a detail pane. With a label it is a field: the value is next to the label and wraps in its own column, or
 * below the label where that takes fewer lines or breaks no word, and below a label that is too long for its column.
 */
export type Detail = {
	readonly label?: string;
	readonly text: string;
	readonly tone?: Tone;
	readonly bold?: boolean;
};

/** A detail as laid out: a line that fits. */
type Line = {
	readonly number: number;
	readonly label: string;
	readonly text: string;
	readonly tone: Tone;
	readonly bold: boolean;
};

function layOut(details: readonly Detail[], width: number): readonly Line[] {
	const longest = Math.max(0, ...details.map(({ label = "" }) => label.length));
	const labelWidth = Math.min(longest, Math.floor(width * 0.4));
	return details
		.flatMap(({ label, text, tone = "plain", bold = false }) => {
			const lines = (room: number, labelOf: (index: number) => string) =>
				wrapText(text, room).map((part, index) => ({ label: labelOf(index), text: part, tone, bold }));
			if (label === undefined) return lines(width, () => "");
			const below = [{ label, text: "", tone, bold }, ...lines(width - 2, () => "  ")];
			if (label.length > labelWidth) return below;
			const column = (index: number) => `${fitText(index === 0 ? label : "", labelWidth)} `;
			const room = width - labelWidth - 1;
			const beside = lines(room, column);
			const longestWord = Math.max(...text.split(/\s+/u).map(widthOf));
			const isBroken = longestWord > room && longestWord <= width - 2;
			return isBroken || (beside.length >= 3 && below.length < beside.length) ? below : beside;
		})
		.map((line, number) => ({ ...line, number }));
}

/** Lines of the details at this width, for what fits itself to them. */
export function detailLines(details: readonly Detail[], width: number): number {
	return layOut(details, width).length;
}

type PaneView = {
	readonly top: number;
	readonly last: number;
	readonly page: number;
	readonly scroll: (top: number) => void;
};

/** The keys of a detail pane with more lines than it can show. */
export const detailCommands: readonly Command<PaneView>[] = [
	{
		id: "detail.down",
		keys: ["down"],
		means: "down",
		title: "Scroll down one line",
		where: "in details",
		repeats: true,
		run: (v, count) => v.scroll(v.top + count),
	},
	{
		id: "detail.up",
		keys: ["up"],
		means: "up",
		title: "Scroll up one line",
		where: "in details",
		repeats: true,
		run: (v, count) => v.scroll(v.top - count),
	},
	{
		id: "detail.pageDown",
		keys: ["pagedown", "space", "ctrl+f"],
		title: "One page down",
		hint: "more",
		where: "in details",
		when: (v) => v.top < v.last,
		run: (v) => v.scroll(v.top + v.page),
	},
	{
		id: "detail.pageUp",
		keys: ["pageup", "ctrl+b"],
		title: "One page up",
		where: "in details",
		run: (v) => v.scroll(v.top - v.page),
	},
	{
		id: "detail.first",
		keys: ["home"],
		means: "first",
		title: "Go to the beginning",
		where: "in details",
		run: (v) => v.scroll(0),
	},
	{
		id: "detail.last",
		keys: ["end"],
		means: "last",
		title: "Go to the end",
		where: "in details",
		run: (v) => v.scroll(v.last),
	},
];

export type DetailPaneProps = {
	readonly details: readonly Detail[];
	readonly width: number;
	readonly height: number;
	/** Whether it handles keys. */
	readonly active?: boolean;
};

/** Fields and paragraphs, wrapped to the width, scrolled by `detailCommands`. The last line shows how many lines are left. */
export function DetailPane({ details, width, height, active = true }: DetailPaneProps) {
	const [requested, setRequested] = useState(0);
	const lines = layOut(details, width);
	const scrolls = lines.length > height;
	const page = scrolls ? Math.max(1, height - 1) : height;
	const last = Math.max(0, lines.length - page);
	const top = Math.min(requested, last);
	const scroll = (to: number) => setRequested(Math.max(0, Math.min(last, to)));
	useCommands(detailCommands, { top, last, page, scroll }, { kind: "list", active: active && scrolls });
	return (
		<Box flexDirection="column" width={width} height={height} overflow="hidden">
			{lines.slice(top, top + page).map(({ number, label, text, tone, bold }) => (
				<Text key={number} bold={bold} wrap="truncate-end">
					<Text dimColor>{label}</Text>
					<Text {...paint(tone)}>{text === "" ? " " : text}</Text>
				</Text>
			))}
			{scrolls && <Text dimColor>{top < last ? `↓ ${lines.length - top - page} more lines` : "end"}</Text>}
		</Box>
	);
}
