import type { Mapping, MappingRow } from "../../../app/mapping/mapping.ts";
import { counted } from "../../../text/counted.ts";
import { ConfirmDialog } from "../../components/dialog/confirm-dialog.tsx";
import { HistoryDialog } from "../../history/history-dialog.tsx";
import { changesAsked } from "../../history/version-text.ts";
import { keyFor } from "../../keys/key-table.ts";
import type { ScreenProps } from "../../shell/screen.ts";
import { initialCycle } from "../../text/initial-cycle.ts";
import { CompareJobDialog, type Direction } from "./job/compare-job-dialog.tsx";
import { ChooseSample } from "./preview/choose-sample.tsx";
import { TargetCheckDialog } from "./preview/target-check-dialog.tsx";
import type { Sample } from "./preview/use-sample.ts";

/** The dialog on top of the mappings. */
export type OverMappings =
	| { readonly type: "remove"; readonly row: MappingRow }
	| { readonly type: "restore" }
	| { readonly type: "reorder"; readonly target: string; readonly other: string; readonly by: -1 | 1 }
	| { readonly type: "sample" }
	| { readonly type: "check" }
	| { readonly type: "job" }
	| { readonly type: "history" };

type MappingDialogProps = Pick<ScreenProps, "session" | "width" | "height"> & {
	readonly over: OverMappings;
	readonly mapping: Mapping;
	readonly sample: Sample;
	/** Carries a change out: what is shown meanwhile, and when it is done. */
	readonly onChange: (label: string, done: string, act: () => Promise<void>) => Promise<void>;
	readonly onCarryOut: (direction: Direction) => Promise<void>;
	readonly onClose: () => void;
};

/** Asks before a change of the mappings, or shows what concerns all of them. */
export function MappingDialog(props: MappingDialogProps) {
	const { over, session, mapping, sample, width, height, onChange, onCarryOut, onClose } = props;
	switch (over.type) {
		case "remove":
			return (
				<ConfirmDialog
					title="Delete the mapping?"
					lines={[
						`${over.row.mapping.target} no longer receives ${over.row.source}.`,
						"Values already in Sumo Logic are not changed.",
						initialCycle,
					]}
					verb="Delete"
					writes="mapping"
					danger
					onConfirm={() =>
						onChange("Deleting…", "Mapping deleted.", () =>
							mapping.remove(over.row.mapping.target, over.row.mapping),
						)
					}
					onCancel={onClose}
				/>
			);
		case "restore":
			return (
				<ConfirmDialog
					title="Restore the default mappings?"
					lines={restoreLines(mapping)}
					verb="Restore"
					writes="mapping"
					danger
					onConfirm={() =>
						onChange("Restoring…", "Default mappings restored.", async () => {
							await mapping.restoreDefaults();
						})
					}
					onCancel={onClose}
				/>
			);
		case "reorder":
			return (
				<ConfirmDialog
					title="Change the matching order?"
					lines={[
						`Accounts are matched by ${over.target} ${over.by < 0 ? "before" : "after"} ${over.other}.`,
						initialCycle,
					]}
					verb="Reorder"
					writes="mapping"
					onConfirm={() =>
						onChange("Reordering…", "Matching order changed.", () =>
							mapping.movePrecedence(over.target, over.by),
						)
					}
					onCancel={onClose}
				/>
			);
		case "job":
			return (
				<CompareJobDialog
					jobSchema={session.jobSchema}
					width={width}
					height={height}
					onCarryOut={onCarryOut}
					onClose={onClose}
				/>
			);
		case "check":
			return (
				<TargetCheckDialog mapping={mapping} draft={null} width={width} height={height} onClose={onClose} />
			);
		case "history":
			return (
				<HistoryDialog
					history={mapping}
					width={width}
					height={height}
					onRestore={({ number }) =>
						onChange("Restoring…", `Version ${number} restored.`, async () => {
							await mapping.restore(number);
						})
					}
					onClose={onClose}
				/>
			);
		case "sample":
			return <ChooseSample mapping={mapping} sample={sample} onClose={onClose} />;
	}
}

function restoreLines(mapping: Mapping): readonly string[] {
	const changes = mapping.changesToDefaults();
	const lost = changes.filter(({ type }) => type === "filterRemoved").length;
	return [
		"The six default mappings replace all current mappings.",
		...changesAsked(changes, 4),
		...(lost === 0
			? []
			: [`This removes ${counted(lost, "scoping filter")}, as in Entra ID: more users may come into scope.`]),
		`To go back to the current version later, press ${keyFor("history")}.`,
		initialCycle,
	];
}
