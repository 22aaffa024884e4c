import type { Mapping } from "../../../../app/mapping/mapping.ts";
import type { SampleUser } from "../../../../app/mapping/mapping-draft.ts";
import { SearchDialog } from "../../../components/dialog/search-dialog.tsx";
import { sampleDialogCommands } from "./mapping-commands.ts";

export type ChooseSampleProps = {
	readonly mapping: Mapping;
	readonly onTake: (user: SampleUser) => void;
	readonly onBack: () => void;
};

/** Finds a user to preview. */
export function ChooseSample({ mapping, ...choice }: ChooseSampleProps) {
	return (
		<SearchDialog
			title="Choose a user to preview"
			search={(text) => mapping.samples(text)}
			commands={sampleDialogCommands}
			{...choice}
		/>
	);
}
