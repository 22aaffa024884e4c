import { redactedText } from "../../expression/value/run.ts";
import type { MappingOutcome } from "../../mapping/user/map-user.ts";
import type { Json } from "../../scim/resource.ts";
import { cleanText } from "../../text/clean-text.ts";

/** What a mapping yields for one user, as it is shown: a value, null for none, or why there is none. Never a redacted value. */
export type MappingYield = { readonly value: string | null; readonly error: string | null };

/** An outcome as it is shown. */
export function yieldOf(outcome: MappingOutcome): MappingYield {
	switch (outcome.type) {
		case "values":
			return { value: valueText(outcome.values), error: null };
		case "undecided":
			return { value: outcome.redacted ? redactedText : cleanText(outcome.value), error: null };
		case "failure":
			return { value: null, error: cleanText(outcome.failure.reason) };
	}
}

function valueText(values: readonly { readonly value: Json; readonly redacted: boolean }[]): string | null {
	if (values.length === 0) return null;
	return values
		.map(({ value, redacted }) => (redacted ? redactedText : cleanText(jsonText(value))))
		.join(", ");
}

/** Several values, and structured ones such as roles, by their names: `Analyst, User`. */
function jsonText(value: Json): string {
	if (typeof value === "string") return value;
	if (Array.isArray(value)) return value.map(jsonText).join(", ");
	if (typeof value === "object" && value !== null && "value" in value) return jsonText(value.value ?? null);
	return JSON.stringify(value);
}
