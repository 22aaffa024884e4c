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
import { useClick } from "../keys/use-click.ts";
import { useCommands } from "../keys/use-keys.ts";
import { fitText } from "../text/fit-text.ts";
import { paint } from "../theme/theme.ts";
import { fuzzyFind } from "./fuzzy.ts";

/** A command in the palette: of the console (`screen` null) or of a screen, which is then shown first. */
export type PaletteEntry = {
	readonly command: CommandInfo;
	readonly screen: ScreenId | null;
	readonly place: string;
	/** Of a command that goes to a screen which shares its tab: the title of the tab. */
	readonly tab?: string;
};

type PaletteView = {
	/** Moves the cursor; above the first command, to earlier commands. */
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
		title: "Previous command; above the first, the one that was run last",
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
	history,
	onTake,
	height,
	onClose,
}: {
	readonly entries: readonly PaletteEntry[];
	/** Titles of the commands that were run from the palette, the last one first. */
	readonly history: readonly string[];
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
				history={history}
				onTake={onTake}
				onClose={onClose}
				width={width}
				rows={isReader ? readRows : Math.max(1, height - otherLines)}
			/>
		</Dialog>
	);
}

/** The screen with the typed name first, as `:plan` goes there, then those of the tab with that name; then commands by their letters. */
function search(entries: readonly PaletteEntry[], typed: string): readonly PaletteEntry[] {
	const name = typed.trim().toLowerCase();
	const found = fuzzyFind(entries, typed, ({ command, place }) => `${command.title} ${place}`);
	const isNamed = ({ command }: PaletteEntry) =>
		name !== "" && command.title.toLowerCase().startsWith(`go to ${name}`);
	const isInTab = ({ tab }: PaletteEntry) => name !== "" && tab?.toLowerCase().startsWith(name) === true;
	const rank = (entry: PaletteEntry) =>
		entry.command.title.toLowerCase() === name ? 0 : isNamed(entry) ? 1 : isInTab(entry) ? 2 : 3;
	// In the order of the tab, whose first screen is the one that its digit shows.
	const inTab = entries.filter((entry) => rank(entry) === 2);
	const others = found.filter((entry) => rank(entry) !== 2).toSorted((a, b) => rank(a) - rank(b));
	const isBefore = (entry: PaletteEntry) => rank(entry) < 2;
	return [...others.filter(isBefore), ...inTab, ...others.filter((entry) => !isBefore(entry))];
}

type PaletteBodyProps = Omit<Parameters<typeof Palette>[0], "height"> & {
	readonly width: number;
	readonly rows: number;
};

function PaletteBody({ entries, history, onTake, onClose, width, rows }: PaletteBodyProps) {
	const [typed, setTyped] = useState("");
	const [index, setIndex] = useState(0);
	/** The earlier command that is shown, counted from the last one; -1 for none. */
	const [recalled, setRecalled] = useState(-1);
	const type = (text: string, at = -1) => {
		setTyped(text);
		setIndex(0);
		setRecalled(at);
	};
	const found = useMemo(() => search(entries, typed), [entries, typed]);
	const cursor = Math.min(index, found.length - 1);
	const top = windowTop(0, Math.max(0, cursor), rows, found.length);
	useCommands(paletteCommands, {
		move(by) {
			const at = recalled - by;
			const isAtStart = cursor <= 0 && (by < 0 || recalled >= 0);
			if (isAtStart && at < history.length) type(history[at] ?? "", Math.max(-1, at));
			else if (!isAtStart) setIndex(Math.max(0, Math.min(found.length - 1, cursor + by)));
		},
		take() {
			const entry = found[cursor];
			if (entry) onTake(entry);
		},
		close: onClose,
	});
	const rowsBox = useClick((_x, y) => {
		if (found[top + y] === undefined) return undefined;
		if (top + y === cursor) return "enter";
		setIndex(top + y);
		return undefined;
	});
	return (
		<Box flexDirection="column">
			<Box>
				<Text {...paint("accent")}>{": "}</Text>
				<TextInput
					key={recalled}
					value={typed}
					onChange={(text) => type(text)}
					focused
					width={width - 6}
					placeholder={
						history.length === 0 ? "type a few letters" : "type a few letters; ↑ for earlier commands"
					}
				/>
			</Box>
			<Text> </Text>
			{found.length === 0 && <Text dimColor>No command matches.</Text>}
			<Box ref={rowsBox} flexDirection="column">
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
		</Box>
	);
}
