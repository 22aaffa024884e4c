import { isDeepStrictEqual } from "node:util";
import { useMemo, useState } from "react";
import type { Mapping, MappingRow } from "../../../../app/mapping/mapping.ts";
import type { MappingDraft } from "../../../../app/mapping/mapping-draft.ts";
import { useUnsaved } from "../../../context/use-unsaved.ts";
import { rebased, useBasis } from "../../../hooks/use-basis.ts";
import { useSettled } from "../../../hooks/use-settled.ts";
import { formOf, isEdited, mappingOf } from "./mapping-form.ts";

/** The name of an unsaved mapping in the dialog before quitting. */
export const editedMapping = "the mapping";

/** Maximum length of an expression that is checked on each key; a longer one is checked when typing pauses. */
export const checkedAtOnce = 2000;
const pause = 150;

/**
 * A mapping as it is edited, with what is wrong with it.
 *
 * @param row the saved mapping; null for a new one
 * @param isRead whether the source was read, which shows the columns of a file
 */
export function useMappingDraft(mapping: Mapping, row: MappingRow | null, isRead: boolean) {
	const before = useMemo(() => formOf(row?.mapping ?? null), [row]);
	const [form, setForm] = useState(before);
	const basis = useBasis(
		() => mapping.rows().find((one) => one.mapping.target === row?.mapping.target)?.mapping,
		() => row?.mapping,
	);
	const draft = useMemo(() => mappingOf(form), [form]);
	const edited = isEdited(form, before);
	const forget = useUnsaved(editedMapping, edited, "mapping");
	const replaces = row?.mapping.target;
	const unsaved: MappingDraft = replaces === undefined ? { mapping: draft } : { mapping: draft, replaces };
	const settled = useSettled(draft, pause);
	const checked = form.expression.length > checkedAtOnce ? settled : draft;
	const isBlank = row === null && !edited;
	const names = useMemo(
		() => ({ targets: mapping.targetPaths(), attributes: mapping.sourceAttributes(), isRead }),
		[mapping, isRead],
	);
	// Checked again once the columns of a file are known.
	const problems = useMemo(
		() => (names && !isBlank ? mapping.check(checked, replaces) : []),
		[mapping, names, checked, replaces, isBlank],
	);
	return {
		names,
		form,
		change: setForm,
		draft,
		unsaved,
		edited,
		isBlank,
		problems,
		undo: () => setForm(before),
		/** Drops the edits as the editor closes. */
		forget,
		/**
		 * Returns the saved target and whether the expression was formatted. Rejects with `ProfileConflictError` when others have saved the
		 * mapping since; the edits are then on top of their change.
		 */
		async save() {
			const { target, source } = await basis.save(
				(began) => mapping.save(draft, replaces, began),
				(began, present) => {
					if (began && present) setForm(rebased(form, formOf(began), formOf(present)));
				},
			);
			forget();
			return { target, isFormatted: !isDeepStrictEqual(source, draft.source) };
		},
	};
}
