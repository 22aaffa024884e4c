import type { Cycle } from "../../ports/store/cycle.ts";
import type { JobExecution } from "../../setup/job-status.ts";
import { thousands } from "../../text/thousands.ts";
import { drawable } from "./fit-text.ts";
import type { Mark } from "./outcome-mark.ts";

/** The mark of a cycle: one that ended with failures, or with changes that are held back, is never good. */
export function cycleMark({ outcome, counts }: Pick<Cycle, "outcome" | "counts">): Mark {
	const failed = counts.failed + (counts.notApplied ?? 0);
	switch (outcome) {
		case "running":
			return { glyph: "·", word: "running", tone: "plain" };
		case "completed":
			if (failed > 0) return { glyph: "!", word: `${thousands(failed)} failed`, tone: "bad" };
			if (counts.staged > 0)
				return { glyph: "‖", word: `${thousands(counts.staged)} held back`, tone: "caution" };
			return { glyph: "✓", word: "completed", tone: "good" };
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

/** The mark of a cycle of Entra's own job: only one that Entra calls succeeded, without failures, is good. */
export function executionMark({ state, error, countEscrowed }: JobExecution): Mark {
	if (countEscrowed > 0 && error === null)
		return { glyph: "!", word: `${thousands(countEscrowed)} failed`, tone: "bad" };
	if (error !== null || state === "Failed") return { glyph: "✗", word: "failed", tone: "bad" };
	if (state === "EntryLevelErrors") return { glyph: "!", word: "some failed", tone: "bad" };
	if (state === "Succeeded") return { glyph: "✓", word: "completed", tone: "good" };
	return { glyph: "?", word: state === "Unknown" ? "outcome unknown" : drawable(state), tone: "caution" };
}
