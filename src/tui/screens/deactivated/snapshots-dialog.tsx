import { useState } from "react";
import type { Deactivated } from "../../../commands/deactivated.ts";
import type { Snapshot } from "../../../engine/ports/store.ts";
import type { Column } from "../../components/column.ts";
import { Dialog } from "../../components/dialog.tsx";
import { List } from "../../components/list.tsx";
import { Spinner } from "../../components/spinner.tsx";
import { useList } from "../../hooks/use-list.ts";
import { useLoad } from "../../hooks/use-load.ts";
import type { Command } from "../../keys/command.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { dateTime } from "../../text/show-time.ts";
import { snapshotDetails } from "./account-details.ts";
import { DetailsDialog } from "./details-dialog.tsx";

type SnapshotsView = {
	readonly current: Snapshot | undefined;
	readonly open: () => void;
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
		when: ({ current }) => current !== undefined,
		run: ({ open }) => open(),
	},
	{
		id: "snapshots.close",
		keys: ["escape", "q"],
		title: "Back",
		hint: "back",
		where: "in the snapshots",
		run: ({ close }) => close(),
	},
];

const columns: readonly Column<Snapshot>[] = [
	{ title: "Deleted", width: 16, text: ({ takenAt }) => dateTime(takenAt) },
	{ title: "User name", width: { min: 20, grow: 2 }, text: ({ userName }) => userName },
	{ title: "Name", width: { min: 12, grow: 1 }, text: ({ displayName }) => displayName },
	{ title: "By", width: { min: 8, grow: 1 }, optional: 1, text: ({ deletedBy }) => deletedBy },
];

const keyOf = ({ id }: Snapshot) => id;
const textOf = ({ userName, displayName, deletedBy }: Snapshot) => `${userName} ${displayName} ${deletedBy}`;
const none: readonly Snapshot[] = [];

export type SnapshotsDialogProps = {
	readonly deactivated: Deactivated;
	readonly width: number;
	readonly height: number;
	readonly onClose: () => void;
};

/** The accounts that were deleted from here, as they were before. */
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
	onClose,
	cells,
}: SnapshotsDialogProps & { readonly cells: number }) {
	const { value: items = none, loading } = useLoad(deactivated, (from) => from.snapshots());
	const list = useList({ items, keyOf, textOf });
	const [opened, setOpened] = useState(false);
	useCommands(snapshotsCommands, { current: list.current, open: () => setOpened(true), close: onClose });
	return (
		<>
			<List
				list={list}
				columns={columns}
				width={cells}
				height={height - 3}
				empty={loading ? <Spinner label="Reading the snapshots…" /> : "Nobody was deleted from here yet."}
			/>
			{opened && list.current && (
				<DetailsDialog
					title={`Snapshot · ${list.current.userName}`}
					details={snapshotDetails(list.current)}
					subject={list.current}
					width={width}
					height={height}
					onClose={() => setOpened(false)}
				/>
			)}
		</>
	);
}
