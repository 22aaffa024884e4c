import type { Mapping } from "../../../../app/mapping/mapping.ts";
import type { MappingDraft } from "../../../../app/mapping/mapping-draft.ts";
import type { FunctionDescriptor } from "../../../../expression/index.ts";
import { ChoiceDialog } from "../../../components/dialog/choice-dialog.tsx";
import { ConfirmDialog } from "../../../components/dialog/confirm-dialog.tsx";
import { ChooseSample } from "../preview/choose-sample.tsx";
import { TargetCheckDialog } from "../preview/target-check-dialog.tsx";
import type { Sample } from "../preview/use-sample.ts";
import { typeOptions } from "./editor-fields.ts";
import { FunctionHelp } from "./expression/function-help.tsx";
import { FunctionIndex } from "./expression/function-index.tsx";
import type { MappingForm } from "./mapping-form.ts";

/** The dialog on top of the editor. */
export type EditorDialog =
	| { readonly type: "choice" }
	| { readonly type: "drop" }
	| { readonly type: "sample" }
	| { readonly type: "check"; readonly draft: MappingDraft }
	| { readonly type: "reference"; readonly descriptor: FunctionDescriptor | null };

export type EditorDialogsProps = {
	readonly open: EditorDialog;
	readonly mapping: Mapping;
	readonly type: MappingForm["type"];
	readonly sample: Sample;
	readonly width: number;
	readonly height: number;
	readonly onType: (type: MappingForm["type"]) => void;
	readonly onDrop: () => void;
	readonly onClose: () => void;
};

/** Renders the dialog on top of the editor. */
export function EditorDialogs({ open, mapping, type, sample, onType, onDrop, ...place }: EditorDialogsProps) {
	const { onClose } = place;
	switch (open.type) {
		case "choice":
			return (
				<ChoiceDialog
					title="Mapping type"
					options={typeOptions}
					value={type}
					onTake={(taken) => {
						onClose();
						onType(taken);
					}}
					onClose={onClose}
				/>
			);
		case "drop":
			return (
				<ConfirmDialog
					title="Discard the edits?"
					lines={["The mapping has unsaved edits. Press Esc to go back, then Ctrl+S to save them."]}
					verb="Discard"
					danger
					onConfirm={onDrop}
					onCancel={onClose}
				/>
			);
		case "sample":
			return (
				<ChooseSample
					mapping={mapping}
					onTake={(user) => {
						sample.take(user);
						onClose();
					}}
					onBack={onClose}
				/>
			);
		case "check":
			return <TargetCheckDialog mapping={mapping} draft={open.draft} {...place} />;
		case "reference":
			return open.descriptor === null ? (
				<FunctionIndex {...place} />
			) : (
				<FunctionHelp descriptor={open.descriptor} {...place} />
			);
	}
}
