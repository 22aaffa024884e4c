import type { Cycle } from "../../ports/store/cycle.ts";
import type { JobExecution } from "../../setup/job-status.ts";
import type { Mark } from "./outcome-mark.ts";

/** The mark of a cycle: one that ended with failures is never good. */
export function cycleMark({ outcome, counts }: Pick<Cycle, "outcome" | "counts">): Mark {
	switch (outcome) {
		case "running":
			return { glyph: "·", word: "running", tone: "plain" };
		case "completed":
			return counts.failed + (counts.notApplied ?? 0) > 0
				? { glyph: "!", word: `${counts.failed + (counts.notApplied ?? 0)} failed`, tone: "bad" }
				: { glyph: "✓", word: "completed", tone: "good" };
		case "interrupted":
			return { glyph: "–", word: "stopped", tone: "caution" };
		case "paused":
			return { glyph: "‖", word: "paused", tone: "caution" };
		case "failed":
			return { glyph: "✗", word: "failed", tone: "bad" };
		case "quarantined":
			return { glyph: "✗", word: "quarantined", tone: "bad" };
	}
}

/** The mark of a cycle of Entra's own job: one that ended with failures is never good. */
export function executionMark({ state, error, countEscrowed }: JobExecution): Mark {
	if (countEscrowed > 0 && error === null)
		return { glyph: "!", word: `${countEscrowed} failed`, tone: "bad" };
	if (error !== null || state === "Failed") return { glyph: "✗", word: "failed", tone: "bad" };
	return { glyph: "✓", word: "completed", tone: "good" };
}
