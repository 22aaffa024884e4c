import { Box, Text } from "ink";
import type { Person } from "../../../app/people/people.ts";
import type { Column } from "../../components/list/column.ts";
import { List } from "../../components/list/list.tsx";
import { Spinner } from "../../components/spinner.tsx";
import type { ListState } from "../../hooks/use-list.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { choosingCommands } from "./on-demand-commands.ts";

const columns: readonly Column<Person>[] = [
	{ title: "Name", width: { min: 20, grow: 2 }, text: ({ displayName }) => displayName },
	{ title: "User name", width: { min: 24, grow: 3 }, text: ({ userName }) => userName },
	{
		title: "Assigned as",
		width: { min: 14, grow: 1 },
		text: ({ assigned }) => (assigned.length === 0 ? "–" : assigned.map(({ role }) => role).join(", ")),
		tone: ({ assigned }) => (assigned.length === 0 ? "dim" : "plain"),
	},
	{
		title: "State",
		width: 10,
		optional: 1,
		text: ({ enabled }) => (enabled ? "✓ enabled" : "– disabled"),
		tone: ({ enabled }) => (enabled ? "good" : "dim"),
	},
];

/** The list of users to choose from. */
export function ChooseUser({
	list,
	loading,
	canPreview,
	width,
	height,
	onLook,
	onRefresh,
}: {
	readonly list: ListState<Person>;
	readonly loading: boolean;
	/** Whether the job can show what it would do. */
	readonly canPreview: boolean;
	readonly width: number;
	readonly height: number;
	readonly onLook: (id: string) => void;
	readonly onRefresh: () => void;
}) {
	useCommands(choosingCommands, { current: list.current, look: onLook, refresh: onRefresh });
	return (
		<Box flexDirection="column" width={width} height={height}>
			<Text dimColor wrap="truncate-end">
				{canPreview
					? "Press Enter to preview a user's provisioning steps. Nothing is written."
					: "Press Enter to choose a user. Nothing is written yet."}
			</Text>
			<List
				list={list}
				columns={columns}
				width={width}
				height={height - 1}
				empty={loading ? <Spinner label="Reading the users…" /> : "No users match."}
			/>
		</Box>
	);
}
