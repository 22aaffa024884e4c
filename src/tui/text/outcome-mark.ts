import type { LogStatus } from "../../ports/log/log-entry.ts";
import type { Tone } from "../theme/theme.ts";

/** A glyph, a word and a tone, so that nothing depends on color alone. */
export type Mark = { readonly glyph: string; readonly word: string; readonly tone: Tone };

const marks: Readonly<Record<LogStatus | "pending", Mark>> = {
	success: { glyph: "✓", word: "success", tone: "good" },
	failure: { glyph: "✗", word: "failure", tone: "bad" },
	skipped: { glyph: "–", word: "skipped", tone: "dim" },
	warning: { glyph: "!", word: "warning", tone: "caution" },
	unknown: { glyph: "?", word: "unknown", tone: "caution" },
	pending: { glyph: "·", word: "pending", tone: "dim" },
};

/** The mark of an outcome. */
export function markOf(status: LogStatus | "pending"): Mark {
	return marks[status];
}

/** Words that a filter finds for a status: also `failed` for a failure. Empty for none. */
export function statusWords(status: LogStatus | undefined): string {
	if (status === undefined) return "";
	return status === "failure" ? "failure failed" : status;
}
