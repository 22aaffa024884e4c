import { useState } from "react";
import type { Mapping } from "../../../../app/mapping/mapping.ts";
import type { MappingDraft } from "../../../../app/mapping/mapping-draft.ts";
import { useShell } from "../../../context/shell-context.ts";
import { useCommands } from "../../../keys/use-keys.ts";
import type { Sample } from "../preview/use-sample.ts";
import { ExplanationDialog } from "./explanation-dialog.tsx";
import { inspectionCommands } from "./inspection-commands.ts";
import { TrialDialog } from "./trial-dialog.tsx";

export type CloserLookProps = {
	readonly mapping: Mapping;
	/** The mapping to inspect; null for none. */
	readonly draft: MappingDraft | null;
	/** Whether it has an error and therefore no value. */
	readonly faulty: boolean;
	readonly sample: Sample;
	readonly width: number;
	readonly height: number;
};

/** The keys that inspect a mapping, and their dialogs: the explanation for the sample user, and the results for many users. */
export function MappingInspection({ mapping, draft, faulty, sample, width, height }: CloserLookProps) {
	const { toast } = useShell();
	const [open, setOpen] = useState<
		| { readonly type: "explanation"; readonly draft: MappingDraft }
		| { readonly type: "trial"; readonly draft: MappingDraft }
		| null
	>(null);
	const close = () => setOpen(null);
	const look = (type: "explanation" | "trial") => {
		if (draft === null) toast.note("No mapping is selected.");
		else if (faulty) toast.warn("The mapping has an error.", "Fix it, then try again.");
		else if (type === "explanation" && sample.user === undefined) toast.note("There is no user to preview.");
		else setOpen({ type, draft });
	};
	useCommands(inspectionCommands, { explain: () => look("explanation"), tryOn: () => look("trial") });
	if (open?.type === "explanation" && sample.user !== undefined) {
		return (
			<ExplanationDialog
				mapping={mapping}
				draft={open.draft.mapping}
				user={sample.user}
				step={sample.step}
				width={width}
				height={height}
				onClose={close}
			/>
		);
	}
	if (open?.type === "trial") {
		return (
			<TrialDialog
				mapping={mapping}
				draft={open.draft}
				width={width}
				height={height}
				onTake={(user) => {
					sample.take(user);
					close();
				}}
				onClose={close}
			/>
		);
	}
	return null;
}
