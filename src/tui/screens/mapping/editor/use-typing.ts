import { useRef, useState } from "react";
import { nameSuggestions, type Suggestion } from "../../../components/input/suggestions.tsx";
import type { TextEdit } from "../../../components/input/text-edit.ts";
import { graphemes } from "../../../text/fit-text.ts";
import type { EditorFieldId } from "./editor-fields.ts";
import { expressionSuggestions } from "./expression/expression-suggestions.ts";
import type { MappingForm } from "./mapping-form.ts";

/** The field that is typed into, with the caret of the expression and the suggestions. */
export type Typing = {
	readonly field: EditorFieldId | null;
	readonly expression: TextEdit;
	readonly suggestions: readonly Suggestion[];
	readonly marked: number;
	/** Changes when a suggestion is accepted: a remounted input has its caret at the end. */
	readonly round: number;
	/** Begins to type into a field, of the form as it was changed with that; null for none. */
	readonly start: (field: EditorFieldId | null, form?: MappingForm) => void;
	/** Whether the field has another text than when typing into it began. */
	readonly changed: boolean;
	/** Gives the field the text that it had when typing into it began. */
	readonly restore: () => void;
	readonly mark: (by: number) => void;
	readonly dismiss: () => void;
	readonly editExpression: (edit: TextEdit) => void;
	/** Undoes the last edit of the expression; false when there is none. */
	readonly stepBack: () => boolean;
	readonly take: () => void;
};

const nothing: readonly Suggestion[] = [];

/** Number of earlier edits of an expression that are kept for undo. */
const maxUndo = 199;

/** The state of typing in the editor; starts in the field `first`, if any. */
export function useTyping(
	form: MappingForm,
	change: (form: MappingForm) => void,
	names: { readonly targets: readonly string[]; readonly attributes: readonly string[] },
	first: EditorFieldId | null,
): Typing {
	const [field, setField] = useState(first);
	/** The form when typing into the field began. */
	const [before, setBefore] = useState(form);
	const [caret, setCaret] = useState(Number.POSITIVE_INFINITY);
	const [mark, setMark] = useState({ text: "", index: 0 });
	const [dismissed, setDismissed] = useState<string | null>(null);
	const [round, setRound] = useState(0);
	const past = useRef<readonly TextEdit[]>([]);
	const expression: TextEdit = {
		value: form.expression,
		caret: Math.min(caret, graphemes(form.expression).length),
	};
	const text = field === "target" || field === "attribute" ? form[field] : form.expression;
	const suggestions = ((): readonly Suggestion[] => {
		if (dismissed === text) return nothing;
		if (field === "target") return nameSuggestions(form.target, names.targets);
		if (field === "attribute") return nameSuggestions(form.attribute, names.attributes);
		return field === "expression" ? expressionSuggestions(expression, names.attributes) : nothing;
	})();
	const marked = mark.text === text ? Math.min(mark.index, Math.max(0, suggestions.length - 1)) : 0;
	const editExpression = (edit: TextEdit) => {
		setCaret(edit.caret);
		if (edit.value === form.expression) return;
		past.current = [...past.current.slice(-maxUndo), expression];
		change({ ...form, expression: edit.value });
	};
	return {
		field,
		expression,
		suggestions,
		marked,
		round,
		start(next, from = form) {
			setField(next);
			setBefore(from);
			setDismissed(null);
		},
		changed: field !== null && form[field] !== before[field],
		restore() {
			if (field !== null) change({ ...form, [field]: before[field] });
		},
		mark(by) {
			const count = Math.max(1, suggestions.length);
			setMark({ text, index: (marked + by + count) % count });
		},
		dismiss: () => setDismissed(text),
		editExpression,
		stepBack() {
			const before = past.current.at(-1);
			if (before === undefined) return false;
			past.current = past.current.slice(0, -1);
			setCaret(before.caret);
			change({ ...form, expression: before.value });
			return true;
		},
		take() {
			const taken = suggestions[marked]?.taken;
			if (taken === undefined || field === null) return;
			setRound(round + 1);
			if (field === "expression") editExpression(taken);
			else change({ ...form, [field]: taken.value });
		},
	};
}
