import { useMemo, useState } from "react";
import type { Session } from "../../app/session.ts";
import type { LogEntry } from "../../ports/log/log-entry.ts";
import { Dialog } from "../components/dialog/dialog.tsx";
import { List } from "../components/list/list.tsx";
import { Spinner } from "../components/spinner.tsx";
import { useShell } from "../context/shell-context.ts";
import { useList } from "../hooks/use-list.ts";
import { useLoad } from "../hooks/use-load.ts";
import type { Command } from "../keys/command.ts";
import { useCommands } from "../keys/use-keys.ts";
import { whyNoRow } from "../text/why-not.ts";
import { EntryDialog } from "./entry-dialog.tsx";
import { userLogColumns } from "./log-columns.ts";

type UserLogView = {
	readonly current: LogEntry | undefined;
	readonly open: () => void;
	readonly close: () => void;
};

/** The keys of a user's log. */
export const userLogCommands: readonly Command<UserLogView>[] = [
	{
		id: "userLog.open",
		keys: ["enter"],
		title: "Open the log entry",
		hint: "entry",
		where: "in a user's log",
		blocked: ({ current }) => whyNoRow(current, "entry"),
		run: ({ open }) => open(),
	},
	{
		id: "userLog.close",
		keys: ["escape"],
		means: "leave",
		title: "Back",
		hint: "back",
		where: "in a user's log",
		run: ({ close }) => close(),
	},
];

/** Maximum entries shown; the log has the others. */
const maxEntries = 500;

const none: readonly LogEntry[] = [];
const keyOf = ({ sequence }: LogEntry) => String(sequence);
const textOf = ({ action, status }: LogEntry) => `${action} ${status}`;

export type UserLogDialogProps = {
	readonly session: Session;
	readonly userId: string;
	readonly name: string;
	readonly width: number;
	readonly height: number;
	readonly onClose: () => void;
};

/** What happened to one user: the entries of the log, newest first, each of which opens. */
export function UserLogDialog({ session, userId, name, width, height, onClose }: UserLogDialogProps) {
	const { now } = useShell();
	const { value, loading, failed } = useLoad(userId, (sourceId) =>
		session.provisioning.log({ order: "descending", limit: maxEntries, sourceId }),
	);
	const columns = useMemo(() => userLogColumns(now), [now]);
	const list = useList({ items: value ?? none, keyOf, textOf, columns, reading: loading });
	const [opened, setOpened] = useState(false);
	const { current } = list;
	if (opened && current !== undefined)
		return (
			<EntryDialog
				entry={current}
				width={width}
				height={height}
				onStep={(by) => list.move({ by }, height)}
				onClose={() => setOpened(false)}
			/>
		);
	const cells = Math.min(130, width - 2);
	const empty = loading ? (
		<Spinner label="Reading the log…" />
	) : (
		(failed ?? (list.filter === "" ? "No log entries yet." : "No entries match."))
	);
	return (
		<Dialog title={`History · ${name}`} width={cells} height={height}>
			<Keys current={current} open={() => setOpened(true)} close={onClose} />
			<List
				name="user-log"
				list={list}
				columns={columns}
				width={cells - 4}
				height={height - 3}
				empty={empty}
			/>
		</Dialog>
	);
}

function Keys(view: UserLogView) {
	useCommands(userLogCommands, view);
	return null;
}
