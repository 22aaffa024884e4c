import { useState } from "react";
import { nameProposals, type Proposal } from "../../../components/proposals.tsx";
import type { TextEdit } from "../../../components/text-edit.ts";
import { graphemes } from "../../../text/fit-text.ts";
import type { EditorFieldId } from "./editor-fields.ts";
import { expressionProposals } from "./expression-proposals.ts";
import type { MappingForm } from "./mapping-form.ts";

/** Which field is typed into, with the caret of the expression and what may complete the text there. */
export type Typing = {
	readonly field: EditorFieldId | null;
	readonly expression: TextEdit;
	readonly proposals: readonly Proposal[];
	readonly marked: number;
	/** Changes when a proposal was taken: an input that is made anew has its caret at the end. */
	readonly round: number;
	readonly start: (field: EditorFieldId | null) => void;
	readonly mark: (by: number) => void;
	readonly dismiss: () => void;
	readonly editExpression: (edit: TextEdit) => void;
	readonly take: () => void;
};

const nothing: readonly Proposal[] = [];

/** State of typing in the editor. */
export function useTyping(
	form: MappingForm,
	change: (form: MappingForm) => void,
	names: { readonly targets: readonly string[]; readonly attributes: readonly string[] },
): Typing {
	const [field, setField] = useState<EditorFieldId | null>(null);
	const [caret, setCaret] = useState(Number.POSITIVE_INFINITY);
	const [mark, setMark] = useState({ text: "", index: 0 });
	const [dismissed, setDismissed] = useState<string | null>(null);
	const [round, setRound] = useState(0);
	const expression: TextEdit = {
		value: form.expression,
		caret: Math.min(caret, graphemes(form.expression).length),
	};
	const text = field === "target" || field === "attribute" ? form[field] : form.expression;
	const proposals = ((): readonly Proposal[] => {
		if (dismissed === text) return nothing;
		if (field === "target") return nameProposals(form.target, names.targets);
		if (field === "attribute") return nameProposals(form.attribute, names.attributes);
		return field === "expression" ? expressionProposals(expression, names.attributes) : nothing;
	})();
	const marked = mark.text === text ? Math.min(mark.index, Math.max(0, proposals.length - 1)) : 0;
	return {
		field,
		expression,
		proposals,
		marked,
		round,
		start(next) {
			setField(next);
			setDismissed(null);
		},
		mark(by) {
			const count = Math.max(1, proposals.length);
			setMark({ text, index: (marked + by + count) % count });
		},
		dismiss: () => setDismissed(text),
		editExpression(edit) {
			setCaret(edit.caret);
			if (edit.value !== form.expression) change({ ...form, expression: edit.value });
		},
		take() {
			const taken = proposals[marked]?.taken;
			if (taken === undefined || field === null) return;
			setRound(round + 1);
			if (field === "expression") setCaret(taken.caret);
			change({ ...form, [field]: taken.value });
		},
	};
}
