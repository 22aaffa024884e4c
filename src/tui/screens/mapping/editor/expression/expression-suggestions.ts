import { complete } from "../../../../../expression/index.ts";
import { maxSuggestions, type Suggestion } from "../../../../components/input/suggestions.tsx";
import type { TextEdit } from "../../../../components/input/text-edit.ts";
import { caretAt, offsetOf } from "./area-edit.ts";

/** Suggestions for the word before the caret of an expression. None where no word has been started. */
export function expressionSuggestions(edit: TextEdit, attributes: readonly string[]): readonly Suggestion[] {
	const offset = offsetOf(edit);
	const { span, candidates } = complete(edit.value, offset, attributes);
	if (span.start >= offset) return [];
	const written = edit.value.slice(span.start, span.end);
	const taking = candidates.slice(0, maxSuggestions).map(({ label, detail, insert }) => {
		const value = edit.value.slice(0, span.start) + insert + edit.value.slice(span.end);
		return {
			label,
			detail,
			insert,
			taken: { value, caret: caretAt(value, span.start + insert.length) },
		};
	});
	return taking[0]?.insert === written ? [] : taking;
}
