import type { Deactivated } from "../../../commands/deactivated.ts";
import { SearchDialog, type SearchView } from "../../components/search-dialog.tsx";
import type { Command } from "../../keys/command.ts";
import type { Heir } from "./deletion.ts";

/** The keys while an heir is chosen. */
export const heirCommands: readonly Command<SearchView>[] = [
	{
		id: "heir.next",
		keys: ["down", "tab"],
		title: "Next user",
		where: "choosing who gets the content",
		run: (view) => view.move(1),
	},
	{
		id: "heir.previous",
		keys: ["up", "shift+tab"],
		title: "Previous user",
		where: "choosing who gets the content",
		run: (view) => view.move(-1),
	},
	{
		id: "heir.take",
		keys: ["enter"],
		title: "Choose the user",
		hint: "choose",
		where: "choosing who gets the content",
		run: (view) => view.take(),
	},
	{
		id: "heir.back",
		keys: ["escape"],
		title: "Back",
		hint: "back",
		where: "choosing who gets the content",
		run: (view) => view.back(),
	},
];

export type ChooseHeirProps = {
	readonly deactivated: Deactivated;
	readonly onTake: (heir: Heir) => void;
	readonly onBack: () => void;
};

/** Finds an active account to give content to, by a few letters of its name. */
export function ChooseHeir({ deactivated, ...choice }: ChooseHeirProps) {
	return (
		<SearchDialog
			title="Who gets the content?"
			search={(text) => deactivated.heirs(text)}
			commands={heirCommands}
			{...choice}
		/>
	);
}
