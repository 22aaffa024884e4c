import { type Detail, DetailPane } from "../../components/detail-pane.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { useCommands } from "../../keys/use-keys.ts";
import { useShell } from "../../shell/shell-context.ts";
import { accountDialogCommands } from "./deactivated-commands.ts";

type DetailsDialogProps = {
	readonly title: string;
	readonly details: readonly Detail[];
	/** What `y` copies, as JSON. */
	readonly subject: unknown;
	readonly width: number;
	readonly height: number;
	readonly onClose: () => void;
};

/** Everything about one account or snapshot. */
export function DetailsDialog({ title, details, subject, width, height, onClose }: DetailsDialogProps) {
	const cells = Math.min(110, width - 2);
	return (
		<Dialog title={title} width={cells} height={height}>
			<Keys subject={subject} onClose={onClose} />
			<DetailPane details={details} width={cells - 4} height={height - 3} />
		</Dialog>
	);
}

function Keys({ subject, onClose }: Pick<DetailsDialogProps, "subject" | "onClose">) {
	const { copy } = useShell();
	useCommands(accountDialogCommands, {
		close: onClose,
		copy: () => copy(JSON.stringify(subject, null, 2), "it"),
	});
	return null;
}
