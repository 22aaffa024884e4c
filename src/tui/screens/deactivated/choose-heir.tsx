import { Box, Text } from "ink";
import { useState } from "react";
import type { Deactivated } from "../../../commands/deactivated.ts";
import { Dialog } from "../../components/dialog.tsx";
import { windowTop } from "../../components/list-window.ts";
import { TextInput } from "../../components/text-input.tsx";
import { useLoad } from "../../hooks/use-load.ts";
import type { Command } from "../../keys/command.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { fitText } from "../../text/fit-text.ts";
import { paint } from "../../theme.ts";
import type { Heir } from "./deletion.ts";

type HeirView = { readonly move: (by: number) => void; readonly take: () => void; readonly back: () => void };

/** The keys while an heir is chosen. */
export const heirCommands: readonly Command<HeirView>[] = [
	{
		id: "heir.next",
		keys: ["down", "tab"],
		title: "Next user",
		where: "choosing who gets the content",
		run: (view) => view.move(1),
	},
	{
		id: "heir.previous",
		keys: ["up", "shift+tab"],
		title: "Previous user",
		where: "choosing who gets the content",
		run: (view) => view.move(-1),
	},
	{
		id: "heir.take",
		keys: ["enter"],
		title: "Choose the user",
		hint: "choose",
		where: "choosing who gets the content",
		run: (view) => view.take(),
	},
	{
		id: "heir.back",
		keys: ["escape"],
		title: "Back",
		hint: "back",
		where: "choosing who gets the content",
		run: (view) => view.back(),
	},
];

const rows = 8;
const width = 70;

export type ChooseHeirProps = {
	readonly deactivated: Deactivated;
	readonly onTake: (heir: Heir) => void;
	readonly onBack: () => void;
};

/** Finds an active account to give content to, by a few letters of its name. */
export function ChooseHeir(props: ChooseHeirProps) {
	return (
		<Dialog title="Who gets the content?" width={width} height={rows + 5}>
			<HeirBody {...props} />
		</Dialog>
	);
}

const nobody: readonly Heir[] = [];

function HeirBody({ deactivated, onTake, onBack }: ChooseHeirProps) {
	const [text, setText] = useState("");
	const [index, setIndex] = useState(0);
	const { value: found = nobody, loading } = useLoad(text, (typed) => deactivated.heirs(typed));
	const cursor = Math.max(0, Math.min(index, found.length - 1));
	const top = windowTop(0, cursor, rows, found.length);
	useCommands(heirCommands, {
		move: (by) => setIndex(Math.max(0, Math.min(found.length - 1, cursor + by))),
		take() {
			const heir = found[cursor];
			if (heir && !loading) onTake(heir);
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
			<Text> </Text>
			{found.length === 0 && <Text dimColor>{loading ? "Searching…" : "Nobody matches."}</Text>}
			{found.slice(top, top + rows).map((heir, place) => {
				const current = top + place === cursor;
				return (
					<Text key={heir.id} bold={current} wrap="truncate-end">
						<Text {...paint("accent")}>{current ? "❯ " : "  "}</Text>
						{fitText(heir.displayName, 28)} {fitText(heir.userName, width - 35)}
					</Text>
				);
			})}
		</Box>
	);
}
