import type { Mapping } from "../../../../app/mapping/mapping.ts";
import type { SampleUser } from "../../../../app/mapping/mapping-draft.ts";
import { SearchDialog } from "../../../components/search-dialog.tsx";
import { sampleDialogCommands } from "./mapping-commands.ts";

export type ChooseSampleProps = {
	readonly mapping: Mapping;
	readonly onTake: (user: SampleUser) => void;
	readonly onBack: () => void;
};

/** Finds a user to preview with, by the beginning of a name. */
export function ChooseSample({ mapping, ...choice }: ChooseSampleProps) {
	return (
		<SearchDialog
			title="Preview with whom?"
			search={(text) => mapping.samples(text)}
			commands={sampleDialogCommands}
			{...choice}
		/>
	);
}
