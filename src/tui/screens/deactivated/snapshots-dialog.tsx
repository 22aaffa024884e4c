import { Box, Text } from "ink";
import { useState } from "react";
import type { Deactivated } from "../../../app/deactivated/deactivated.ts";
import { contentText, recreationOf } from "../../../app/deactivated/recreation.ts";
import type { Snapshot } from "../../../ports/store/snapshot.ts";
import { ConfirmDialog } from "../../components/dialog/confirm-dialog.tsx";
import { DetailsDialog } from "../../components/dialog/details-dialog.tsx";
import { Dialog } from "../../components/dialog/dialog.tsx";
import type { Column } from "../../components/list/column.ts";
import { List } from "../../components/list/list.tsx";
import { Spinner } from "../../components/spinner.tsx";
import { useList } from "../../hooks/use-list.ts";
import { useLoad } from "../../hooks/use-load.ts";
import type { Command } from "../../keys/command.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { dateTime } from "../../text/show-time.ts";
import { whyBusy, whyNoRow } from "../../text/why-not.ts";
import { snapshotDetails } from "./account-details.ts";
import { accountDialogCommands } from "./deactivated-commands.ts";

type SnapshotsView = {
	readonly current: Snapshot | undefined;
	readonly idle: boolean;
	readonly open: () => void;
	readonly recreate: () => void;
	readonly close: () => void;
};

/** The keys of the list of snapshots. */
export const snapshotsCommands: readonly Command<SnapshotsView>[] = [
	{
		id: "snapshots.open",
		keys: ["enter"],
		title: "Open the snapshot",
		hint: "details",
		where: "in the snapshots",
		blocked: ({ current }) => whyNoRow(current, "snapshot"),
		run: ({ open }) => open(),
	},
	{
		id: "snapshots.recreate",
		means: "restore",
		title: "Re-create the account from the snapshot",
		hint: "re-create",
		where: "in the snapshots",
		blocked: ({ current, idle }) => whyNoRow(current, "snapshot") ?? whyBusy(!idle),
		run: ({ recreate }) => recreate(),
	},
	{
		id: "snapshots.close",
		keys: ["escape"],
		means: "leave",
		title: "Back",
		hint: "back",
		where: "in the snapshots",
		run: ({ close }) => close(),
	},
];

/** The columns of the list. */
export const snapshotColumns: readonly Column<Snapshot>[] = [
	{ title: "Deleted", width: 16, text: ({ takenAt }) => dateTime(takenAt) },
	{ title: "User name", width: { min: 20, grow: 2 }, text: ({ userName }) => userName },
	{ title: "Name", width: { min: 12, grow: 1 }, text: ({ displayName }) => displayName },
	{ title: "By", width: { min: 8, grow: 1 }, optional: 1, text: ({ deletedBy }) => deletedBy },
	{
		title: "Content",
		width: { min: 22, grow: 2 },
		optional: 2,
		text: ({ content }) => contentText(content),
	},
];

const keyOf = ({ id }: Snapshot) => id;
const textOf = ({ userName, displayName, deletedBy, content }: Snapshot) =>
	`${userName} ${displayName} ${deletedBy} ${contentText(content)}`;
const none: readonly Snapshot[] = [];

export type SnapshotsDialogProps = {
	readonly deactivated: Deactivated;
	readonly width: number;
	readonly height: number;
	/** Re-creates the account of the snapshot. */
	readonly onRecreate: (snapshot: Snapshot) => unknown;
	readonly busy: string | null;
	readonly onClose: () => void;
};

/** The snapshots of the accounts that sumo-provision deleted. */
export function SnapshotsDialog(props: SnapshotsDialogProps) {
	const cells = Math.min(110, props.width - 2);
	return (
		<Dialog title="Snapshots of deleted accounts" width={cells} height={props.height}>
			<Body {...props} cells={cells - 4} />
		</Dialog>
	);
}

function Body({
	deactivated,
	width,
	height,
	onRecreate,
	busy,
	onClose,
	cells,
}: SnapshotsDialogProps & { readonly cells: number }) {
	const { value: items = none, loading } = useLoad(deactivated, (from) => from.snapshots());
	const list = useList({ items, keyOf, textOf, columns: snapshotColumns, reading: loading });
	const [opened, setOpened] = useState(false);
	const [confirming, setConfirming] = useState(false);
	useCommands(snapshotsCommands, {
		current: list.current,
		idle: busy === null,
		open: () => setOpened(true),
		recreate: () => setConfirming(true),
		close: onClose,
	});
	return (
		<>
			<List
				name="snapshots"
				list={list}
				columns={snapshotColumns}
				width={cells}
				height={height - 4}
				empty={loading ? <Spinner label="Reading the snapshots…" /> : "No accounts have been deleted yet."}
			/>
			<Box height={1}>{busy !== null ? <Spinner label={busy} /> : <Text> </Text>}</Box>
			{opened && list.current && (
				<DetailsDialog
					title={`Snapshot · ${list.current.userName}`}
					details={snapshotDetails(list.current)}
					subject={list.current}
					commands={accountDialogCommands}
					width={width}
					height={height}
					onClose={() => setOpened(false)}
				/>
			)}
			{confirming && list.current && (
				<ConfirmDialog
					title={`Re-create ${list.current.userName}`}
					lines={recreationLines(list.current)}
					verb="Re-create"
					writes="recreate"
					onConfirm={() => {
						setConfirming(false);
						return list.current && onRecreate(list.current);
					}}
					onCancel={() => setConfirming(false)}
				/>
			)}
		</>
	);
}

function recreationLines(snapshot: Snapshot): readonly string[] {
	const { comesBack, isLost } = recreationOf(snapshot);
	return [
		`Restored: ${comesBack.join("; ")}.`,
		"",
		`Not restored: ${isLost.join("; ")}.`,
		"",
		"Cycles manage the account again only if its user is assigned.",
	];
}
