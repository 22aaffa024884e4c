import { basename } from "node:path";
import type { AssignmentChange, UndoneChange } from "../../../../app/people/people.ts";
import { localTimes } from "../../../text/local-times.ts";
import { namesText } from "../person/person-text.ts";

/** Why the last change of assignments can't be undone; null when it can. @param now milliseconds since 1970 */
export function whyNotUndo(change: AssignmentChange | null, now: number): string | null {
	if (change === null) return "There is no change of assignments to undo.";
	if (change.refusal === null) return null;
	return `${localTimes(change.refusal, now)} Assign or unassign the users instead.`;
}

/** What was undone, in a sentence. */
export function undoneText({ kind, names, file, results }: UndoneChange): string {
	const failed = results.filter(({ error }) => error !== null);
	const done =
		failed.length === 0
			? names
			: results.filter(({ error }) => error === null).map(({ displayName }) => displayName);
	const restored = file === null ? "" : ` ${basename(file)} is as it was before.`;
	if (kind === "rewritten") return `Undone: the last change of assignments.${restored}`;
	const now = kind === "assigned" ? "no longer have the new assignment" : "have the assignment again";
	const who = done.length === 0 ? "no users" : namesText(done, 3);
	const singular = done.length === 1 ? now.replace("have", "has") : now;
	const rest =
		failed.length === 0
			? ""
			: ` Undoing failed for ${namesText(
					failed.map(({ displayName }) => displayName),
					3,
				)}.`;
	return `Undone: ${who} ${singular}.${restored}${rest}`;
}
