import type { Deactivated } from "../../../app/deactivated/deactivated.ts";
import { searchCommands } from "../../components/search-commands.ts";
import { SearchDialog } from "../../components/search-dialog.tsx";
import type { Heir } from "./deletion.ts";

/** The keys while an heir is chosen. */
export const heirCommands = searchCommands("heir", {
	where: "choosing who gets the content",
	take: "Choose the user",
});

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
