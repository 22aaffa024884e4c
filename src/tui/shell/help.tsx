import { type Detail, DetailPane } from "../components/detail/detail-pane.tsx";
import { Dialog } from "../components/dialog/dialog.tsx";
import type { Command, CommandInfo } from "../keys/command.ts";
import { keyLabel } from "../keys/key-press.ts";
import { keysOf } from "../keys/key-table.ts";
import { useCommands } from "../keys/use-keys.ts";

/** The keys of the help. */
export const helpCommands: readonly Command<() => void>[] = [
	{
		id: "help.close",
		keys: ["escape", "?", "f1"],
		means: "leave",
		title: "Close the help",
		hint: "close",
		where: "in the help",
		run: (close) => close(),
	},
];

/** A heading with its commands. */
export type HelpSection = { readonly title: string; readonly commands: readonly CommandInfo[] };

function describe(sections: readonly HelpSection[]): readonly Detail[] {
	return sections.flatMap(({ title, commands }) => [
		{ text: title, bold: true, tone: "accent" as const },
		...commands
			.filter((command) => keysOf(command).length > 0)
			.map(({ title: what, where, ...command }) => ({
				label: `  ${keysOf(command).map(keyLabel).join(" ")}`,
				text: where === undefined ? what : `${what} (${where})`,
			})),
		{ text: "" },
	]);
}

/** All keys available here: of the screen, of lists, and of the console, from the command tables. */
export function Help({
	sections,
	height,
	onClose,
}: {
	readonly sections: readonly HelpSection[];
	readonly height: number;
	readonly onClose: () => void;
}) {
	return (
		<Dialog title="Keys" width={76} height={height}>
			<CloseHelp onClose={onClose} />
			<DetailPane details={describe(sections)} width={72} height={height - 3} />
		</Dialog>
	);
}

function CloseHelp({ onClose }: { readonly onClose: () => void }) {
	useCommands(helpCommands, onClose);
	return null;
}
