import { Text } from "ink";
import { type PathCandidates, PathInput } from "../../components/input/path-input.tsx";
import { TextInput } from "../../components/input/text-input.tsx";
import { cutText } from "../../text/fit-text.ts";
import { type Field, isPath, placeholders, textIn, withText } from "./credentials-fields.ts";
import type { CredentialsForm } from "./credentials-form.ts";

export type FieldValueProps = {
	readonly field: Field;
	readonly form: CredentialsForm;
	/** The text of a field with options or a read-only field. */
	readonly shown: string;
	/** Whether there is a saved secret, which an empty field keeps. */
	readonly saved: boolean;
	readonly editing: boolean;
	readonly width: number;
	readonly candidates: PathCandidates;
	readonly onChange: (form: CredentialsForm) => void;
};

/** The text of a secret that is not being edited: never reveals its length. */
function secretText(typed: string, saved: boolean): string {
	if (typed !== "") return "•••••••• not saved yet";
	return saved ? "•••••••• saved" : "not entered";
}

/** The value of a field: as text, as dots, or being edited. */
export function FieldValue(props: FieldValueProps) {
	const { field, form, shown, saved, editing, width, candidates, onChange } = props;
	if (field.kind === "choice") return <Text wrap="truncate-end">{cutText(`${shown} ▾`, width)}</Text>;
	if (field.kind === "shown") {
		return (
			<Text dimColor wrap="truncate-end">
				{cutText(shown, width)}
			</Text>
		);
	}
	const { id, kind } = field;
	const value = textIn(form, id);
	const placeholder =
		placeholders[id] ?? (saved ? "leave empty to keep the saved value" : "type or paste a value");
	if (editing) {
		const input = {
			value,
			onChange: (text: string) => onChange(withText(form, id, text)),
			focused: true,
			width,
			placeholder,
		};
		if (isPath(id)) return <PathInput key={id} {...input} candidates={candidates} />;
		return <TextInput key={id} {...input} masked={kind === "secret"} />;
	}
	if (kind === "secret")
		return <Text dimColor={value === "" && !saved}>{cutText(secretText(value, saved), width)}</Text>;
	return <Text dimColor={value === ""}>{cutText(value || placeholder, width)}</Text>;
}
