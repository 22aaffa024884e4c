import type { Connection, DraftProblem } from "../../../app/connection/connection.ts";
import { FieldRow, fieldCells } from "../../components/input/field-row.tsx";
import { keyFor } from "../../keys/key-table.ts";
import type { Field } from "./credentials-fields.ts";
import { type CredentialsForm, draftOf } from "./credentials-form.ts";
import { chosenText } from "./field-choice.tsx";
import { FieldValue } from "./field-value.tsx";
import { markOfField } from "./problem-lines.tsx";
import type { FieldFocus } from "./use-field-focus.ts";

export type FormRowProps = {
	readonly field: Field;
	readonly form: CredentialsForm;
	readonly connection: Pick<Connection, "tenantUrl" | "secretsSaved">;
	readonly focus: FieldFocus;
	/** All problems of the form: the Secret Token follows from the access key. */
	readonly problems: readonly DraftProblem[];
	/** Those that are shown already. */
	readonly shownProblems: readonly DraftProblem[];
	readonly width: number;
	readonly onChange: (form: CredentialsForm) => void;
};

/** A field of the form with its label, value and mark. A click goes to the field; a click on the field that has the cursor edits it. */
export function FormRow(props: FormRowProps) {
	const { field, form, connection, focus, shownProblems, width, onChange } = props;
	const { field: current, editing, candidates, goTo } = focus;
	const isCurrent = field.id === current?.id;
	const secrets = connection.secretsSaved(draftOf(form));
	return (
		<FieldRow
			label={field.label}
			focused={isCurrent}
			mark={markOfField(shownProblems, field.id)}
			width={width}
			onClick={() => {
				if (isCurrent) return editing === null ? "enter" : undefined;
				goTo(field.id);
				return undefined;
			}}
		>
			<FieldValue
				field={field}
				form={form}
				shown={shownText(props)}
				saved={field.id === "accessKey" ? secrets.accessKey : secrets.sourceSecret}
				editing={editing?.id === field.id}
				width={fieldCells(width)}
				candidates={candidates}
				onChange={onChange}
			/>
		</FieldRow>
	);
}

/** The text of a field that is chosen, or follows from others. */
function shownText({ field, form, connection, problems }: FormRowProps): string {
	if (field.id === "tenantUrl") return connection.tenantUrl(draftOf(form)) || "–";
	if (field.kind === "choice") return chosenText(form, field.id);
	const isIncomplete = problems.some(
		({ severity, field: at }) => severity === "error" && at.startsWith("access"),
	);
	if (isIncomplete) return "derived from access ID and access key";
	return `••••••••  press ${keyFor("view")} to show it`;
}
