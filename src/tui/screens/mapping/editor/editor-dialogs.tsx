import type { Mapping } from "../../../../app/mapping/mapping.ts";
import type { MappingDraft } from "../../../../app/mapping/mapping-draft.ts";
import type { FunctionDescriptor } from "../../../../expression/index.ts";
import { ChoiceDialog } from "../../../components/dialog/choice-dialog.tsx";
import { UnsavedDialog } from "../../../components/dialog/unsaved-dialog.tsx";
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
	| { readonly type: "leave" }
	| { readonly type: "leaveField"; readonly label: string }
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
	readonly onSave: () => unknown;
	/** Discards all edits. */
	readonly onDrop: () => void;
	/** Discards the text of the field. */
	readonly onDropText: () => void;
	readonly onClose: () => void;
};

/** Renders the dialog on top of the editor. */
export function EditorDialogs(props: EditorDialogsProps) {
	const { open, mapping, type, sample, onType, onSave, onDrop, onDropText, ...place } = props;
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
		case "leave":
			return <UnsavedDialog what="The mapping" onSave={onSave} onDiscard={onDrop} onKeep={onClose} />;
		case "leaveField":
			return (
				<UnsavedDialog
					what={`The field "${open.label}"`}
					onSave={onSave}
					onDiscard={() => {
						onClose();
						onDropText();
					}}
					onKeep={onClose}
				/>
			);
		case "sample":
			return <ChooseSample mapping={mapping} sample={sample} onClose={onClose} />;
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
