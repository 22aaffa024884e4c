import { type ReactNode, useState } from "react";
import type { RuleHistory, RuleVersion } from "../../app/rules/rule-history.ts";
import { DetailPane } from "../components/detail/detail-pane.tsx";
import { ConfirmDialog } from "../components/dialog/confirm-dialog.tsx";
import { Dialog } from "../components/dialog/dialog.tsx";
import { List } from "../components/list/list.tsx";
import { Spinner } from "../components/spinner.tsx";
import { type ListState, useList } from "../hooks/use-list.ts";
import { useLoad } from "../hooks/use-load.ts";
import { useCommands } from "../keys/use-keys.ts";
import { type HistoryView, historyCommands, versionCommands } from "./history-commands.ts";
import { restoringLines, versionColumns, versionDetails, versionText } from "./version-text.ts";

const keyOf = ({ number }: RuleVersion) => String(number);
const none: readonly RuleVersion[] = [];

export type HistoryDialogProps = {
	readonly history: RuleHistory;
	readonly width: number;
	readonly height: number;
	readonly onRestore: (version: RuleVersion) => unknown;
	readonly onClose: () => void;
};

/** All saved versions of mappings and scope with their changes; restores one. */
export function HistoryDialog({ history, width, height, onRestore, onClose }: HistoryDialogProps) {
	const { value: items = none, loading, failed } = useLoad(history, (from) => from.versions());
	const list = useList({ items, keyOf, textOf: versionText, columns: versionColumns, reading: loading });
	const [shown, setShown] = useState<"list" | "version" | "restore">("list");
	const { current } = list;
	const cells = Math.min(110, width - 2);
	const view: HistoryView = {
		current,
		open: () => setShown("version"),
		restore: () => setShown("restore"),
		close: () => (shown === "list" ? onClose() : setShown("list")),
	};
	if (shown === "restore" && current) {
		return (
			<ConfirmDialog
				title={`Restore version ${current.number}?`}
				lines={restoringLines(current)}
				verb="Restore"
				writes="mapping"
				danger
				onConfirm={() => onRestore(current)}
				onCancel={view.close}
			/>
		);
	}
	if (shown === "version" && current) {
		return (
			<Dialog title={`Version ${current.number}`} width={cells} height={height}>
				<VersionKeys {...view} />
				<DetailPane details={versionDetails(current)} width={cells - 4} height={height - 3} />
			</Dialog>
		);
	}
	const empty = loading ? (
		<Spinner label="Reading the history…" />
	) : (
		(failed ?? (list.filter === "" ? "Nothing has been saved yet." : "No versions match."))
	);
	return (
		<Dialog title="History of mappings and scope" width={cells} height={height}>
			<VersionList list={list} view={view} empty={empty} width={cells - 4} height={height - 3} />
		</Dialog>
	);
}

function VersionKeys(view: HistoryView) {
	useCommands(versionCommands, view);
	return null;
}

function VersionList({
	list,
	view,
	empty,
	width,
	height,
}: {
	readonly list: ListState<RuleVersion>;
	readonly view: HistoryView;
	readonly empty: ReactNode;
	readonly width: number;
	readonly height: number;
}) {
	useCommands(historyCommands, view);
	const rows = Math.ceil(height / 2);
	return (
		<>
			<List name="versions" list={list} columns={versionColumns} width={width} height={rows} empty={empty} />
			{list.current && (
				<DetailPane
					details={versionDetails(list.current)}
					width={width}
					height={height - rows}
					active={false}
				/>
			)}
		</>
	);
}
