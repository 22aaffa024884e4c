import type { ReactNode } from "react";
import { useShell } from "../../context/shell-context.ts";
import type { Command } from "../../keys/command.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { type Detail, DetailPane, detailLines } from "../detail/detail-pane.tsx";
import { Dialog } from "./dialog.tsx";

/** What the keys of details need. */
export type DetailsView = { readonly close: () => void; readonly copy: () => void };

type DetailsDialogProps = {
	readonly title: string;
	readonly details: readonly Detail[];
	/** What is above the details, and its lines. */
	readonly above?: { readonly content: ReactNode; readonly lines: number };
	/** What `copy` copies, as JSON. */
	readonly subject: unknown;
	readonly commands: readonly Command<DetailsView>[];
	readonly width: number;
	readonly height: number;
	readonly onClose: () => void;
};

/** The details of one row, on top of the list, as high as they need. */
export function DetailsDialog({ title, details, above, width, height, ...keys }: DetailsDialogProps) {
	const cells = Math.min(110, width - 2);
	const others = 3 + (above?.lines ?? 0);
	const lines = Math.min(height - others, detailLines(details, cells - 4));
	return (
		<Dialog title={title} width={cells} height={lines + others}>
			<Keys {...keys} />
			{above?.content}
			<DetailPane details={details} width={cells - 4} height={lines} />
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
