import { Box, Text, useIsScreenReaderEnabled } from "ink";
import { useMemo, useState } from "react";
import { Dialog } from "../components/dialog/dialog.tsx";
import { TextInput } from "../components/input/text-input.tsx";
import type { ScreenId } from "../context/shell-context.ts";
import { windowTop } from "../hooks/list-window.ts";
import { useTerminalSize } from "../hooks/use-terminal-size.ts";
import type { Command, CommandInfo } from "../keys/command.ts";
import { keyLabel } from "../keys/key-press.ts";
import { keysOf } from "../keys/key-table.ts";
import { useCommands } from "../keys/use-keys.ts";
import { fitText } from "../text/fit-text.ts";
import { paint } from "../theme/theme.ts";
import { fuzzyFind } from "./fuzzy.ts";

/** A command in the palette: of the console (`screen` null) or of a screen, which is then shown first. */
export type PaletteEntry = {
	readonly command: CommandInfo;
	readonly screen: ScreenId | null;
	readonly place: string;
};

type PaletteView = {
	readonly move: (by: number) => void;
	readonly take: () => void;
	readonly close: () => void;
};

/** The keys of the palette. */
export const paletteCommands: readonly Command<PaletteView>[] = [
	{
		id: "palette.next",
		keys: ["down", "tab"],
		title: "Next command",
		where: "in the palette",
		run: (view) => view.move(1),
	},
	{
		id: "palette.previous",
		keys: ["up", "shift+tab"],
		title: "Previous command",
		where: "in the palette",
		run: (view) => view.move(-1),
	},
	{
		id: "palette.take",
		keys: ["enter"],
		title: "Run the command",
		hint: "run",
		where: "in the palette",
		run: (view) => view.take(),
	},
	{
		id: "palette.close",
		keys: ["escape", "ctrl+k"],
		title: "Close the palette",
		hint: "close",
		where: "in the palette",
		run: (view) => view.close(),
	},
];

/** Lines of the dialog that are no commands: its frame, title, input and a blank line. */
const otherLines = 5;
/** Cells of a row without the name of its command: cursor, place and keys. */
const otherCells = 30;
const maxWidth = 120;
/** Commands that a screen reader reads at once. */
const readRows = 5;

/** All commands of the console with their keys, searched by a few letters of the name. */
export function Palette({
	entries,
	onTake,
	height,
	onClose,
}: {
	readonly entries: readonly PaletteEntry[];
	readonly onTake: (entry: PaletteEntry) => void;
	/** Lines of the screen. */
	readonly height: number;
	readonly onClose: () => void;
}) {
	const isReader = useIsScreenReaderEnabled();
	const { columns } = useTerminalSize();
	const width = Math.min(maxWidth, columns - 2);
	return (
		<Dialog title="Commands" width={width} height={height}>
			<PaletteBody
				entries={entries}
				onTake={onTake}
				onClose={onClose}
				width={width}
				rows={isReader ? readRows : Math.max(1, height - otherLines)}
			/>
		</Dialog>
	);
}

/** The screen with the typed name first, as `:plan` goes there; then commands by their letters. */
function search(entries: readonly PaletteEntry[], typed: string): readonly PaletteEntry[] {
	const name = typed.trim().toLowerCase();
	const found = fuzzyFind(entries, typed, ({ command, place }) => `${command.title} ${place}`);
	const isNamed = ({ command }: PaletteEntry) =>
		name !== "" && command.title.toLowerCase().startsWith(`go to ${name}`);
	return [...found.filter(isNamed), ...found.filter((entry) => !isNamed(entry))];
}

type PaletteBodyProps = Omit<Parameters<typeof Palette>[0], "height"> & {
	readonly width: number;
	readonly rows: number;
};

function PaletteBody({ entries, onTake, onClose, width, rows }: PaletteBodyProps) {
	const [typed, setTyped] = useState("");
	const [index, setIndex] = useState(0);
	const found = useMemo(() => search(entries, typed), [entries, typed]);
	const cursor = Math.min(index, found.length - 1);
	const top = windowTop(0, Math.max(0, cursor), rows, found.length);
	useCommands(paletteCommands, {
		move: (by) => setIndex(Math.max(0, Math.min(found.length - 1, cursor + by))),
		take() {
			const entry = found[cursor];
			if (entry) onTake(entry);
		},
		close: onClose,
	});
	return (
		<Box flexDirection="column">
			<Box>
				<Text {...paint("accent")}>{": "}</Text>
				<TextInput
					value={typed}
					onChange={(text) => {
						setTyped(text);
						setIndex(0);
					}}
					focused
					width={width - 6}
					placeholder="type a few letters"
				/>
			</Box>
			<Text> </Text>
			{found.length === 0 && <Text dimColor>No command matches.</Text>}
			{found.slice(top, top + rows).map((entry, place) => {
				const current = top + place === cursor;
				return (
					<Text key={`${entry.screen} ${entry.command.id}`} bold={current} wrap="truncate-end">
						<Text {...paint("accent")}>{current ? "❯ " : "  "}</Text>
						{fitText(entry.command.title, width - otherCells)}
						<Text dimColor>{` ${fitText(entry.place, 14)} `}</Text>
						<Text {...paint("accent")}>{keysOf(entry.command).slice(0, 2).map(keyLabel).join(" ")}</Text>
					</Text>
				);
			})}
		</Box>
	);
}
