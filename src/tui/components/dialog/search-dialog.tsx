import { Box, Text } from "ink";
import { useState } from "react";
import { windowTop } from "../../hooks/list-window.ts";
import { useLoad } from "../../hooks/use-load.ts";
import { useSettled } from "../../hooks/use-settled.ts";
import type { Command } from "../../keys/command.ts";
import { useClick } from "../../keys/use-click.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { fitText } from "../../text/fit-text.ts";
import { paint } from "../../theme/theme.ts";
import { TextInput } from "../input/text-input.tsx";
import { Dialog } from "./dialog.tsx";
import type { SearchView } from "./search-commands.ts";

/** A user who can be chosen. */
export type Found = { readonly id: string; readonly displayName: string; readonly userName: string };

export type SearchDialogProps<Person extends Found> = {
	readonly title: string;
	/** Called when typing pauses, also with `""`. */
	readonly search: (text: string) => Promise<readonly Person[]>;
	readonly commands: readonly Command<SearchView>[];
	readonly onTake: (person: Person) => void;
	readonly onBack: () => void;
};

const rows = 8;
const width = 70;

/** Finds a user by a few letters of the name. */
export function SearchDialog<Person extends Found>(props: SearchDialogProps<Person>) {
	return (
		<Dialog title={props.title} width={width} height={rows + 5}>
			<SearchBody {...props} />
		</Dialog>
	);
}

function SearchBody<Person extends Found>({ search, commands, onTake, onBack }: SearchDialogProps<Person>) {
	const [text, setText] = useState("");
	const [index, setIndex] = useState(0);
	const asked = useSettled(text, 150);
	const { value: found = [], of, loading, failed } = useLoad(asked, (typed) => search(typed));
	const searching = loading || (failed === null ? of : asked) !== text;
	const cursor = Math.max(0, Math.min(index, found.length - 1));
	const top = windowTop(0, cursor, rows, found.length);
	useCommands(commands, {
		move: (by) => setIndex(Math.max(0, Math.min(found.length - 1, cursor + by))),
		take() {
			const person = found[cursor];
			if (person && of === text) onTake(person);
		},
		back: onBack,
	});
	const rowsBox = useClick((_x, y) => {
		if (top + y === cursor) return "enter";
		setIndex(top + y);
		return undefined;
	});
	return (
		<Box flexDirection="column">
			<Box>
				<Text {...paint("accent")}>{"/ "}</Text>
				<TextInput
					value={text}
					onChange={(typed) => {
						setText(typed);
						setIndex(0);
					}}
					focused
					width={width - 6}
					placeholder="name or user name"
				/>
			</Box>
			<Text dimColor>{searching ? "Searching…" : found.length === 0 ? "No users match." : " "}</Text>
			<Box ref={rowsBox} flexDirection="column">
				{found.slice(top, top + rows).map((person, place) => {
					const current = top + place === cursor;
					return (
						<Text key={person.id} bold={current} wrap="truncate-end">
							<Text {...paint("accent")}>{current ? "❯ " : "  "}</Text>
							{fitText(person.displayName, 28)} {fitText(person.userName, width - 35)}
						</Text>
					);
				})}
			</Box>
		</Box>
	);
}
