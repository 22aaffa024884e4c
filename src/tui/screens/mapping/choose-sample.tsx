import { Box, Text } from "ink";
import { useState } from "react";
import type { Mapping, SampleUser } from "../../../commands/mapping.ts";
import { Dialog } from "../../components/dialog.tsx";
import { windowTop } from "../../components/list-window.ts";
import { TextInput } from "../../components/text-input.tsx";
import { useLoad } from "../../hooks/use-load.ts";
import { useSettled } from "../../hooks/use-settled.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { fitText } from "../../text/fit-text.ts";
import { paint } from "../../theme.ts";
import { sampleDialogCommands } from "./mapping-commands.ts";

const rows = 8;
const width = 70;
const nobody: readonly SampleUser[] = [];

export type ChooseSampleProps = {
	readonly mapping: Mapping;
	readonly onTake: (user: SampleUser) => void;
	readonly onBack: () => void;
};

/** Finds a user to preview with, by the beginning of a name. */
export function ChooseSample(props: ChooseSampleProps) {
	return (
		<Dialog title="Preview with whom?" width={width} height={rows + 5}>
			<SampleBody {...props} />
		</Dialog>
	);
}

function SampleBody({ mapping, onTake, onBack }: ChooseSampleProps) {
	const [text, setText] = useState("");
	const [index, setIndex] = useState(0);
	const asked = useSettled(text, 150);
	const { value: found = nobody, loading } = useLoad(asked, (typed) => mapping.samples(typed));
	const searching = loading || asked !== text;
	const cursor = Math.max(0, Math.min(index, found.length - 1));
	const top = windowTop(0, cursor, rows, found.length);
	useCommands(sampleDialogCommands, {
		move: (by) => setIndex(Math.max(0, Math.min(found.length - 1, cursor + by))),
		take() {
			const user = found[cursor];
			if (user && !searching) onTake(user);
		},
		back: onBack,
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
			<Text dimColor>{searching ? "Searching…" : found.length === 0 ? "Nobody matches." : " "}</Text>
			{found.slice(top, top + rows).map((user, place) => {
				const current = top + place === cursor;
				return (
					<Text key={user.id} bold={current} wrap="truncate-end">
						<Text {...paint("accent")}>{current ? "❯ " : "  "}</Text>
						{fitText(user.displayName, 28)} {fitText(user.userName, width - 35)}
					</Text>
				);
			})}
		</Box>
	);
}
