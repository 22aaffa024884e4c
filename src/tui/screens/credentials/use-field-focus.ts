import { useState } from "react";
import { usePathCandidates } from "../../components/input/path-input.tsx";
import { useVisited } from "../../components/input/use-visited.ts";
import {
	type ChoiceFieldId,
	type Field,
	type FieldId,
	sourceFields,
	type TextFieldId,
	targetFields,
	textIn,
} from "./credentials-fields.ts";
import type { CredentialsForm } from "./credentials-form.ts";

/** Where the cursor is in the form, and the field that is typed into or chosen for. */
export function useFieldFocus(form: CredentialsForm) {
	const [focus, setFocus] = useState<FieldId>("appName");
	const [editing, setEditing] = useState<{ readonly id: TextFieldId; readonly before: string } | null>(null);
	const [choosing, setChoosing] = useState<ChoiceFieldId | null>(null);
	const visited = useVisited<string>();
	const candidates = usePathCandidates();
	const fields = [...targetFields(form), ...sourceFields(form)];
	const index = Math.max(
		0,
		fields.findIndex(({ id }) => id === focus),
	);
	const field = fields[index];
	const neighbor = (by: number) => fields[Math.max(0, Math.min(fields.length - 1, index + by))];
	const finish = () => {
		if (editing !== null) visited.leave(editing.id);
		setEditing(null);
		candidates.show([]);
	};
	const edit = (one: Field | undefined) => {
		finish();
		if (one === undefined) return;
		setFocus(one.id);
		if (one.kind === "choice") setChoosing(one.id);
		else if (one.kind !== "shown") setEditing({ id: one.id, before: textIn(form, one.id) });
	};
	return {
		field,
		/** Number of fields. */
		count: fields.length,
		editing,
		/** Whether the text of the field differs from when typing into it began. */
		isChanged: editing !== null && textIn(form, editing.id) !== editing.before,
		choosing,
		visited,
		candidates,
		edit,
		editNext(by: number) {
			const next = neighbor(by);
			edit(next?.kind === "shown" ? neighbor(2 * by) : next);
		},
		/** Ends typing into the field. */
		finish,
		/** Ends the choice. */
		chosen: () => setChoosing(null),
		move(by: number) {
			const next = neighbor(by);
			if (next) setFocus(next.id);
		},
		goTo(id: FieldId) {
			finish();
			setFocus(id);
		},
	};
}

export type FieldFocus = ReturnType<typeof useFieldFocus>;
