import { type Detail, DetailPane } from "../../components/detail/detail-pane.tsx";
import { Dialog } from "../../components/dialog/dialog.tsx";
import { useCommands } from "../../keys/use-keys.ts";
import { setupDialogCommands } from "./entra-setup-commands.ts";

type TextDialogProps = {
	readonly title: string;
	readonly details: readonly Detail[];
	readonly width: number;
	readonly height: number;
	readonly onClose: () => void;
};

/** A text on top of the steps, scrolled where it is long. */
export function TextDialog({ title, details, width, height, onClose }: TextDialogProps) {
	const cells = Math.min(100, width - 2);
	return (
		<Dialog title={title} width={cells} height={height}>
			<Keys onClose={onClose} />
			<DetailPane details={details} width={cells - 4} height={height - 3} />
		</Dialog>
	);
}

function Keys({ onClose }: Pick<TextDialogProps, "onClose">) {
	useCommands(setupDialogCommands, { close: onClose });
	return null;
}
