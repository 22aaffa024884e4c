import type { MappingProblem } from "../../../../app/mapping/mapping.ts";
import type { Mark } from "../../../text/outcome-mark.ts";
import type { EditorFieldId } from "./editor-fields.ts";
import type { MappingForm } from "./mapping-form.ts";

const marks = {
	error: { glyph: "✗", word: "error", tone: "bad" },
	warning: { glyph: "!", word: "warning", tone: "caution" },
} as const satisfies Readonly<Record<MappingProblem["severity"], Mark>>;

const ofAttribute: ReadonlySet<MappingProblem["code"]> = new Set([
	"unknown-source",
	"needs-expression",
	"several-values",
]);

/** The field of a problem: the expression for one with a position in it, otherwise the attribute or the target. */
export function fieldOf({ code, place }: MappingProblem, form: MappingForm): EditorFieldId {
	const isPlaced =
		form.type === "expression" && place !== null && place.caret.split("\n", 1)[0] !== form.target;
	if (isPlaced) return "expression";
	return form.type === "direct" && ofAttribute.has(code) ? "attribute" : "target";
}

/** The worst problem of a field. */
export function markOf(
	problems: readonly MappingProblem[],
	field: EditorFieldId,
	form: MappingForm,
): Mark | null {
	const own = problems.filter((problem) => fieldOf(problem, form) === field);
	const worst = own.find(isError) ?? own[0];
	return worst === undefined ? null : marks[worst.severity];
}

export function isError({ severity }: MappingProblem): boolean {
	return severity === "error";
}
