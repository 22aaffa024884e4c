import { Box, Text } from "ink";
import { useMemo, useState } from "react";
import { Dialog } from "../components/dialog/dialog.tsx";
import { TextInput } from "../components/input/text-input.tsx";
import { useTerminalSize } from "../hooks/use-terminal-size.ts";
import type { Command } from "../keys/command.ts";
import { useCommands, useKeys } from "../keys/use-keys.ts";
import { paint } from "../theme/theme.ts";
import { findHelp, type HelpPart, type HelpSection, helpLines } from "./help-lines.ts";

type HelpView = {
	readonly searching: boolean;
	readonly last: number;
	readonly page: number;
	readonly scroll: (by: number) => void;
	readonly search: () => void;
	readonly endSearch: () => void;
	readonly close: () => void;
};

const where = "in the help";

/** The keys of the help. */
export const helpCommands: readonly Command<HelpView>[] = [
	{
		id: "help.endSearch",
		keys: ["escape"],
		title: "End the search",
		hint: "all keys",
		where: "while the help is searched",
		when: ({ searching }) => searching,
		run: ({ endSearch }) => endSearch(),
	},
	{
		id: "help.close",
		keys: ["escape", "?", "f1"],
		means: "leave",
		title: "Close the help",
		hint: "close",
		where,
		run: ({ close }) => close(),
	},
	{
		id: "help.search",
		means: "filter",
		title: "Search the help; any other letter begins a search, too",
		hint: "search",
		where,
		run: ({ search }) => search(),
	},
	{
		id: "help.down",
		keys: ["down"],
		means: "down",
		title: "Scroll down one line",
		where,
		repeats: true,
		run: ({ scroll }, count) => scroll(count),
	},
	{
		id: "help.up",
		keys: ["up"],
		means: "up",
		title: "Scroll up one line",
		where,
		repeats: true,
		run: ({ scroll }, count) => scroll(-count),
	},
	{
		id: "help.pageDown",
		keys: ["pagedown", "space", "ctrl+f"],
		title: "One page down",
		hint: "more",
		where,
		when: ({ last }) => last > 0,
		run: ({ scroll, page }) => scroll(page),
	},
	{
		id: "help.pageUp",
		keys: ["pageup", "ctrl+b"],
		title: "One page up",
		where,
		run: ({ scroll, page }) => scroll(-page),
	},
	{
		id: "help.first",
		keys: ["home"],
		means: "first",
		title: "Go to the beginning",
		where,
		run: ({ scroll, last }) => scroll(-last),
	},
	{
		id: "help.last",
		keys: ["end"],
		means: "last",
		title: "Go to the end",
		where,
		run: ({ scroll, last }) => scroll(last),
	},
];

/** Lines of the dialog that are no keys: its frame, title and the line of the search. */
const otherLines = 4;

/** All keys of the shown screen, in columns: first those that act here, last those that do not, with the reason. */
export function Help({
	sections,
	height,
	onClose,
}: {
	readonly sections: readonly HelpSection[];
	readonly height: number;
	readonly onClose: () => void;
}) {
	const { columns } = useTerminalSize();
	return (
		<Dialog title="Keys" width={columns} height={height}>
			<HelpBody
				sections={sections}
				width={columns - 4}
				page={Math.max(1, height - otherLines)}
				onClose={onClose}
			/>
		</Dialog>
	);
}

const styles = {
	head: { bold: true, ...paint("accent") },
	key: { bold: true },
	text: {},
	dim: paint("dim"),
} as const satisfies Readonly<Record<HelpPart["style"], object>>;

function HelpBody({
	sections,
	width,
	page,
	onClose,
}: {
	readonly sections: readonly HelpSection[];
	readonly width: number;
	readonly page: number;
	readonly onClose: () => void;
}) {
	const [typed, setTyped] = useState("");
	const [searching, setSearching] = useState(false);
	const [top, setTop] = useState(0);
	const lines = useMemo(() => helpLines(findHelp(sections, typed), width), [sections, typed, width]);
	const last = Math.max(0, lines.length - page);
	const shownTop = Math.min(top, last);
	const search = (text: string) => {
		setSearching(true);
		setTyped(text);
		setTop(0);
	};
	useCommands(helpCommands, {
		searching,
		last,
		page,
		scroll: (by) => setTop(Math.max(0, Math.min(last, shownTop + by))),
		search: () => search(""),
		endSearch() {
			search("");
			setSearching(false);
		},
		close: onClose,
	});
	useKeys(
		"list",
		({ text }) => {
			if (!/^[\p{L}\p{N}]$/u.test(text)) return false;
			search(text);
			return true;
		},
		!searching,
	);
	const below = lines.length - shownTop - page;
	return (
		<Box flexDirection="column">
			<Box>
				{searching ? (
					<>
						<Text {...paint("accent")}>{"/ "}</Text>
						<TextInput
							value={typed}
							onChange={search}
							focused
							width={width - 2}
							placeholder="a key or a word"
						/>
					</>
				) : (
					<Text dimColor wrap="truncate-end">
						{below > 0 ? `Type to search. ${below} more lines below.` : "Type to search."}
					</Text>
				)}
			</Box>
			{lines.length === 0 && <Text dimColor>No key matches.</Text>}
			{lines.slice(shownTop, shownTop + page).map((line, place) => (
				<Text key={String(shownTop + place)} wrap="truncate-end">
					{line.length === 0
						? " "
						: line.map(({ text, style }, part) => (
								<Text key={String(part)} {...styles[style]}>
									{text}
								</Text>
							))}
				</Text>
			))}
		</Box>
	);
}
