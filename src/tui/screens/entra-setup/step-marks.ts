import type { StepReport } from "../../../app/guided-setup/entra-setup.ts";
import type { Mark } from "../../text/outcome-mark.ts";

/** What is known of a step: planned or applied, or still being read. */
export type ShownStep = { readonly report: StepReport; readonly applied: boolean } | "working" | "unknown";

/** The mark of a step. */
export function markOfStep(step: ShownStep): Mark {
	if (step === "working") return { glyph: "…", word: "working", tone: "accent" };
	if (step === "unknown") return { glyph: "·", word: "not read yet", tone: "dim" };
	const { report, applied } = step;
	switch (report.action) {
		case "create":
			return applied
				? { glyph: "✓", word: "created", tone: "good" }
				: { glyph: "+", word: "create", tone: "caution" };
		case "update":
			return applied
				? { glyph: "✓", word: "updated", tone: "good" }
				: { glyph: "~", word: "update", tone: "caution" };
		case "none":
			return { glyph: "✓", word: "done", tone: "good" };
		case "blocked":
			return { glyph: "✗", word: "blocked", tone: "bad" };
	}
}
