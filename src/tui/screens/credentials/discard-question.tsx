import { UnsavedDialog } from "../../components/dialog/unsaved-dialog.tsx";
import { useShell } from "../../context/shell-context.ts";
import { withText } from "./credentials-fields.ts";
import type { CredentialsForm } from "./credentials-form.ts";
import type { FieldFocus } from "./use-field-focus.ts";

/** The question before edits of a field or of the whole form are discarded. */
export function DiscardQuestion({
	of,
	focus,
	form,
	onChange,
	onSave,
	onUndo,
	onClose,
}: {
	readonly of: "field" | "form";
	readonly focus: FieldFocus;
	readonly form: CredentialsForm;
	readonly onChange: (form: CredentialsForm) => void;
	/** Resolves with true when the form is saved. */
	readonly onSave: () => Promise<boolean | undefined>;
	/** Discards all edits. */
	readonly onUndo: () => void;
	readonly onClose: () => void;
}) {
	const { back } = useShell();
	const { field, editing, finish } = focus;
	if (of === "form")
		return (
			<UnsavedDialog
				what="The form"
				onSave={async () => (await onSave()) && back()}
				onDiscard={() => {
					onClose();
					onUndo();
					back();
				}}
				onKeep={onClose}
			/>
		);
	if (editing === null) return null;
	return (
		<UnsavedDialog
			what={`The field "${field?.label}"`}
			onSave={onSave}
			onDiscard={() => {
				onClose();
				onChange(withText(form, editing.id, editing.before));
				finish();
			}}
			onKeep={onClose}
		/>
	);
}
