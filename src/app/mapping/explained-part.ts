import { type Explanation, isList, quote, redactedText, toText, type Value } from "../../expression/index.ts";
import { cleanText } from "../../text/clean-text.ts";

/** The result of a part. `skipped`: its branch was not taken. Strings are in quotes; what `Redact` hides is `[Redact]`. */
export type PartOutcome =
	| { readonly type: "value"; readonly text: string }
	| { readonly type: "error"; readonly message: string }
	| { readonly type: "skipped" };

/** A part of a mapping's source with what it yields for one user, and the parts below it. */
export type ExplainedPart = {
	readonly kind: Explanation["kind"];
	/** As written, without control characters. */
	readonly text: string;
	readonly outcome: PartOutcome;
	readonly parts: readonly ExplainedPart[];
};

/** An explanation that is safe to print, without what `Redact` hides. */
export function explainedPart({ kind, text, outcome, redacted, children }: Explanation): ExplainedPart {
	return {
		kind,
		text: cleanText(text),
		outcome: outcomeOf(outcome, redacted),
		parts: children.map(explainedPart),
	};
}

function outcomeOf(outcome: Explanation["outcome"], redacted: boolean): PartOutcome {
	switch (outcome.type) {
		case "value":
			return { type: "value", text: redacted ? redactedText : shownValue(outcome.value) };
		case "error":
			return { type: "error", message: cleanText(outcome.error.message) };
		case "skipped":
			return { type: "skipped" };
	}
}

const maxLength = 2_000;

function cut(text: string): string {
	return text.length <= maxLength ? text : `${text.slice(0, maxLength)}…`;
}

/** A value as it is shown: `null`, `"text"`, `True`, `"a", "b"`. */
export function shownValue(value: Value): string {
	if (value === null) return "null";
	if (typeof value === "string") return cleanText(quote(cut(value)));
	if (isList(value)) return value.length === 0 ? "no values" : cleanText(cut(value.map(quote).join(", ")));
	return cleanText(cut(toText(value))) || "none";
}
