import { useShell } from "../../context/shell-context.ts";
import type { Command } from "../../keys/command.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { type Detail, DetailPane } from "../detail/detail-pane.tsx";
import { Dialog } from "./dialog.tsx";

/** What the keys of details need. */
export type DetailsView = { readonly close: () => void; readonly copy: () => void };

type DetailsDialogProps = {
	readonly title: string;
	readonly details: readonly Detail[];
	/** What `copy` copies, as JSON. */
	readonly subject: unknown;
	readonly commands: readonly Command<DetailsView>[];
	readonly width: number;
	readonly height: number;
	readonly onClose: () => void;
};

/** The details of one row, on top of the list. */
export function DetailsDialog({ title, details, width, height, ...keys }: DetailsDialogProps) {
	const cells = Math.min(110, width - 2);
	return (
		<Dialog title={title} width={cells} height={height}>
			<Keys {...keys} />
			<DetailPane details={details} width={cells - 4} height={height - 3} />
		</Dialog>
	);
}

function Keys({ subject, commands, onClose }: Pick<DetailsDialogProps, "subject" | "commands" | "onClose">) {
	const { copy } = useShell();
	useCommands(commands, {
		close: onClose,
		copy: () => copy(JSON.stringify(subject, null, 2), "the details"),
	});
	return null;
}
