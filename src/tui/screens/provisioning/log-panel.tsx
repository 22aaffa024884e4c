import { Box, Text } from "ink";
import { useMemo } from "react";
import type { LogEntry } from "../../../ports/log/log-entry.ts";
import { restMs, Split } from "../../components/detail/split.tsx";
import { List } from "../../components/list/list.tsx";
import { Spinner } from "../../components/spinner.tsx";
import { useShell } from "../../context/shell-context.ts";
import { entryDetails } from "../../entry/entry-details.ts";
import { logColumns } from "../../entry/log-columns.ts";
import type { Command } from "../../keys/command.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { whyNoRow } from "../../text/why-not.ts";
import { paint } from "../../theme/theme.ts";
import type { LogViewState } from "./use-log-view.ts";

type LogCommandsView = {
	readonly current: LogEntry | undefined;
	readonly following: boolean;
	readonly follow: (follow: boolean) => void;
	readonly nextStatus: () => void;
	readonly open: () => void;
	readonly copy: () => void;
	readonly explain: () => void;
};

/** The keys of the live log. */
export const logCommands: readonly Command<LogCommandsView>[] = [
	{
		id: "log.open",
		keys: ["enter"],
		title: "Open the log entry",
		hint: "entry",
		blocked: ({ current }) => whyNoRow(current, "log entry"),
		run: ({ open }) => open(),
	},
	{
		id: "log.pause",
		keys: ["space"],
		title: "Pause the log",
		hint: "pause",
		where: "while it follows",
		when: ({ following }) => following,
		run: ({ follow }) => follow(false),
	},
	{
		id: "log.follow",
		keys: ["space"],
		title: "Follow the log",
		hint: "follow",
		where: "while it is paused",
		when: ({ following }) => !following,
		run: ({ follow }) => follow(true),
	},
	{
		id: "log.status",
		means: "kind",
		title: "Filter the log by status",
		hint: "status",
		run: ({ nextStatus }) => nextStatus(),
	},
	{
		id: "log.why",
		means: "why",
		title: "Explain how the entry's user is provisioned",
		hint: "why",
		blocked: ({ current }) => whyNoRow(current, "log entry") ?? whyNoRow(current?.source, "entry of a user"),
		run: ({ explain }) => explain(),
	},
	{
		id: "log.copy",
		means: "copy",
		title: "Copy the log entry as JSON",
		blocked: ({ current }) => whyNoRow(current, "log entry"),
		run: ({ copy }) => copy(),
	},
];

/** While a cycle writes entries, the details of the last one would be drawn for each: they wait for a pause. */
const followedRestMs = 1000;

/** The live log: follows until the cursor leaves its end, filtered by text and status; `onOpen` shows the current entry. */
export function LogPanel({
	log: { list, loading, failed, status, nextStatus },
	width,
	height,
	note = "",
	onOpen,
	onWhy,
}: {
	readonly log: LogViewState;
	readonly width: number;
	readonly height: number;
	/** What to know about this log, in a few words. */
	readonly note?: string;
	readonly onOpen: () => void;
	readonly onWhy: () => void;
}) {
	const { copy, now, hint } = useShell();
	const columns = useMemo(() => logColumns(now), [now]);
	const { current, following } = list;
	useCommands(logCommands, {
		current,
		following,
		follow: list.setFollowing,
		nextStatus,
		open: onOpen,
		explain: onWhy,
		copy: () => current && copy(JSON.stringify(current, null, 2), "the entry"),
	});
	const nothing =
		failed ?? (list.filter === "" && status === null ? "No log entries yet." : "No entries match.");
	return (
		<Box flexDirection="column" width={width} height={height}>
			<Text wrap="truncate-end">
				<Text bold>Log </Text>
				<Text {...paint(following ? "good" : "caution")}>{following ? "▶ following" : "‖ paused"}</Text>
				<Text dimColor>{status === null ? " · all statuses" : ` · only ${status}`}</Text>
				<Text dimColor>{note === "" ? "" : ` · ${note}`}</Text>
			</Text>
			<Split
				width={width}
				height={height - 1}
				details={current === undefined ? [] : entryDetails(current, hint)}
				of={current && String(current.sequence)}
				rest={following ? followedRestMs : restMs}
				rows={list.rows.length}
			>
				{(size) => (
					<List
						name="log"
						{...size}
						list={list}
						columns={columns}
						empty={loading ? <Spinner label="Reading the log…" /> : nothing}
					/>
				)}
			</Split>
		</Box>
	);
}
