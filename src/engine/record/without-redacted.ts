import { writtenPath } from "../../attributes/target-schema.ts";
import { redactedText } from "../../expression/index.ts";
import { ScimError } from "../../scim/errors.ts";
import { readAll } from "../../scim/path.ts";
import { desiredState, type Write } from "../plan/action/desired-state.ts";

/** The sent values that the log shows as `[Redact]`, longest first. */
function redactedSent(action: Write): readonly string[] {
	if (action.type === "delete") return [];
	const user = desiredState(action);
	return action.sets
		.filter(({ redacted }) => redacted)
		.flatMap(({ target }) => readAll(user, writtenPath(target)))
		.map((value) => (typeof value === "string" ? value : JSON.stringify(value)))
		.filter((value) => value !== "")
		.sort((a, b) => b.length - a.length);
}

/** A short value is matched as a whole word only: within words it would garble the message. */
function occurrences(value: string): RegExp {
	const literal = value.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&");
	return new RegExp(value.length < 3 ? `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])` : literal, "giu");
}

/** A target's error may repeat the value it rejects: returns the same failure, with `[Redact]` in place of values wrapped in `Redact`. */
export function withoutRedacted(fault: unknown, action: Write): unknown {
	if (!(fault instanceof ScimError)) return fault;
	const values = redactedSent(action);
	const hide = (text: string) =>
		values.reduce((shown, value) => shown.replace(occurrences(value), redactedText), text);
	const [message, detail] = [
		hide(fault.message),
		fault.detail === undefined ? undefined : hide(fault.detail),
	];
	if (message === fault.message && detail === fault.detail) return fault;
	return fault.reworded(message, detail);
}
