import type { Mapping } from "../../../../app/mapping/mapping.ts";
import { SearchDialog } from "../../../components/dialog/search-dialog.tsx";
import { sampleDialogCommands } from "./mapping-commands.ts";
import type { Sample } from "./use-sample.ts";

export type ChooseSampleProps = {
	readonly mapping: Mapping;
	readonly sample: Sample;
	readonly onClose: () => void;
};

/** Finds a user to preview. */
export function ChooseSample({ mapping, sample, onClose }: ChooseSampleProps) {
	return (
		<SearchDialog
			title="Choose a user to preview"
			search={(text) => mapping.samples(text)}
			commands={sampleDialogCommands}
			onTake={(user) => {
				sample.take(user);
				onClose();
			}}
			onBack={onClose}
		/>
	);
}
