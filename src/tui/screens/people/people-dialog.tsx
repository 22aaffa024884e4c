import { type Detail, DetailPane } from "../../components/detail/detail-pane.tsx";
import { Dialog } from "../../components/dialog/dialog.tsx";
import { useCommands } from "../../keys/use-keys.ts";
import type { Tone } from "../../theme/theme.ts";
import { peopleDialogCommands } from "./people-commands.ts";

type PeopleDialogProps = {
	readonly title: string;
	readonly tone?: Tone;
	readonly details: readonly Detail[];
	readonly width: number;
	readonly height: number;
	readonly onClose: () => void;
};

/** Details or results on top of the list; long ones scroll. */
export function PeopleDialog({ title, tone = "accent", details, width, height, onClose }: PeopleDialogProps) {
	const cells = Math.min(100, width - 2);
	return (
		<Dialog title={title} width={cells} height={height} tone={tone}>
			<CloseKeys onClose={onClose} />
			<DetailPane details={details} width={cells - 4} height={height - 3} />
		</Dialog>
	);
}

function CloseKeys({ onClose }: { readonly onClose: () => void }) {
	useCommands(peopleDialogCommands, { close: onClose });
	return null;
}
