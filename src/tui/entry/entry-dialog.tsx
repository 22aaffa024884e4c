import { actionName } from "../../ports/log/log-action-name.ts";
import type { LogEntry } from "../../ports/log/log-entry.ts";
import { DetailPane } from "../components/detail/detail-pane.tsx";
import { Dialog } from "../components/dialog/dialog.tsx";
import { useShell } from "../context/shell-context.ts";
import type { Command } from "../keys/command.ts";
import { useCommands } from "../keys/use-keys.ts";
import { entryDetails, entrySubject } from "./entry-details.ts";

type EntryView = {
	readonly copy: () => void;
	readonly close: () => void;
	readonly step: ((by: number) => void) | undefined;
};

/** The keys of an entry's details. */
export const entryCommands: readonly Command<EntryView>[] = [
	{
		id: "entry.copy",
		means: "copy",
		title: "Copy the entry as JSON",
		hint: "copy",
		where: "in an entry",
		run: (view) => view.copy(),
	},
	{
		id: "entry.next",
		keys: ["right"],
		means: "right",
		title: "Next entry",
		hint: "next",
		where: "in an entry of the log",
		when: ({ step }) => step !== undefined,
		run: ({ step }) => step?.(1),
	},
	{
		id: "entry.previous",
		keys: ["left"],
		means: "left",
		title: "Previous entry",
		where: "in an entry of the log",
		when: ({ step }) => step !== undefined,
		run: ({ step }) => step?.(-1),
	},
	{
		id: "entry.close",
		keys: ["escape", "enter"],
		means: "leave",
		title: "Back",
		hint: "back",
		where: "in an entry",
		run: (view) => view.close(),
	},
];

export type EntryDialogProps = {
	readonly entry: LogEntry;
	readonly width: number;
	readonly height: number;
	/** Goes to the next or previous entry; absent for a single entry. */
	readonly onStep?: (by: number) => void;
	readonly onClose: () => void;
};

/** One entry of the provisioning log with all details. */
export function EntryDialog(props: EntryDialogProps) {
	const { entry, width, height } = props;
	const { hint } = useShell();
	const cells = Math.min(110, width - 2);
	return (
		<Dialog title={`${actionName(entry)} · ${entrySubject(entry)}`} width={cells} height={height}>
			<Keys {...props} />
			<DetailPane
				key={entry.sequence}
				details={entryDetails(entry, hint)}
				width={cells - 4}
				height={height - 3}
			/>
		</Dialog>
	);
}

function Keys({ entry, onStep, onClose }: EntryDialogProps) {
	const { copy } = useShell();
	useCommands(entryCommands, {
		copy: () => copy(JSON.stringify(entry, null, 2), "the entry"),
		close: onClose,
		step: onStep,
	});
	return null;
}
