import type { Deactivated } from "../../../app/deactivated/deactivated.ts";
import { searchCommands } from "../../components/dialog/search-commands.ts";
import { SearchDialog } from "../../components/dialog/search-dialog.tsx";
import type { Heir } from "./deletion.ts";

/** The keys while the recipient of the content is chosen. */
export const heirCommands = searchCommands("heir", {
	where: "choosing who receives the content",
	take: "Choose the user",
});

export type ChooseHeirProps = {
	readonly deactivated: Deactivated;
	readonly onTake: (heir: Heir) => void;
	readonly onBack: () => void;
};

/** Finds an active account to transfer the content to. */
export function ChooseHeir({ deactivated, ...choice }: ChooseHeirProps) {
	return (
		<SearchDialog
			title="Who receives the content?"
			search={(text) => deactivated.heirs(text)}
			commands={heirCommands}
			{...choice}
		/>
	);
}
