import { useState } from "react";
import type { Mapping } from "../../../../app/mapping/mapping.ts";
import type { MappingDraft } from "../../../../app/mapping/mapping-draft.ts";
import { useShell } from "../../../context/shell-context.ts";
import { useCommands } from "../../../keys/use-keys.ts";
import type { Sample } from "../preview/use-sample.ts";
import { ExplanationDialog } from "./explanation-dialog.tsx";
import { lookCommands } from "./look-commands.ts";
import { TrialDialog } from "./trial-dialog.tsx";

export type CloserLookProps = {
	readonly mapping: Mapping;
	/** What is looked at; null when there is nothing. */
	readonly draft: MappingDraft | null;
	/** Whether it has an error: then it has no value to look at. */
	readonly faulty: boolean;
	readonly sample: Sample;
	readonly width: number;
	readonly height: number;
};

/** The keys that look closer at a mapping, and what they open: the explanation for the sample user, and the results for many. */
export function CloserLook({ mapping, draft, faulty, sample, width, height }: CloserLookProps) {
	const { toast } = useShell();
	const [open, setOpen] = useState<
		| { readonly type: "explanation"; readonly draft: MappingDraft }
		| { readonly type: "trial"; readonly draft: MappingDraft }
		| null
	>(null);
	const close = () => setOpen(null);
	const look = (type: "explanation" | "trial") => {
		if (draft === null) toast.note("There is no mapping here.");
		else if (faulty) toast.warn("The mapping has an error.", "Repair it, then look again.");
		else if (type === "explanation" && sample.user === undefined)
			toast.note("There is nobody to preview with.");
		else setOpen({ type, draft });
	};
	useCommands(lookCommands, { explain: () => look("explanation"), tryOn: () => look("trial") });
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
