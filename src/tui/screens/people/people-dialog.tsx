import { type Detail, DetailPane } from "../../components/detail/detail-pane.tsx";
import { Dialog } from "../../components/dialog/dialog.tsx";
import type { Command } from "../../keys/command.ts";
import { useCommands } from "../../keys/use-keys.ts";
import type { Tone } from "../../theme/theme.ts";

type PeopleDialogProps<View> = {
	readonly title: string;
	readonly tone?: Tone;
	readonly details: readonly Detail[];
	readonly commands: readonly Command<View>[];
	readonly view: View;
	readonly width: number;
	readonly height: number;
};

/** Details or results on top of the list; long ones scroll. */
export function PeopleDialog<View>({
	title,
	tone = "accent",
	details,
	commands,
	view,
	width,
	height,
}: PeopleDialogProps<View>) {
	const cells = Math.min(110, width - 2);
	return (
		<Dialog title={title} width={cells} height={height} tone={tone}>
			<Keys commands={commands} view={view} />
			<DetailPane details={details} width={cells - 4} height={height - 3} />
		</Dialog>
	);
}

function Keys<View>({ commands, view }: Pick<PeopleDialogProps<View>, "commands" | "view">) {
	useCommands(commands, view);
	return null;
}
