import { actionLabel } from "./log-action-label.ts";
import type { LogAction, LogEntry } from "./log-entry.ts";

/** What entries of the action `Other` are: a skipped user, a link, an unlink, drift, or a note on a cycle. */
export const otherActions = ["Skip", "Link", "Unlink", "Drift", "Cycle"] as const;
/** One of them. */
export type OtherAction = (typeof otherActions)[number];

type Named = Pick<LogEntry, "action" | "status" | "source" | "target" | "steps" | "initiatedBy">;

/** The detail of a step that made or removed a link, by which the log tells the two apart. */
export const linkDetail = {
	made: { name: "link", value: "made" },
	removed: { name: "link", value: "removed" },
} as const;

/** What was done, in a word: the action as Entra's provisioning log names it. Its `Other` is named after what it was. */
export function actionName(entry: Named): Exclude<LogAction, "Other"> | OtherAction {
	const { action } = entry;
	return action === "Other" ? otherAction(entry) : action;
}

/** What an entry of the action `Other` is. The index of a store tells them apart in the same way. */
export function otherAction(entry: Named): OtherAction {
	const { status, source, target } = entry;
	if (status === "skipped") return "Skip";
	if (source === null && target === null) return "Cycle";
	if (status !== "success") return "Drift";
	return isLink(entry) ? "Link" : "Unlink";
}

function isLink(entry: Named): boolean {
	const details = entry.steps.flatMap((step) => step.details ?? []);
	const change = details.findLast(({ name }) => name === linkDetail.made.name);
	if (change !== undefined) return change.value === linkDetail.made.value;
	// Older entries have only the words, in which names occur.
	const words = actionLabel(entry);
	return words.startsWith("Link with ") || words.startsWith(`${entry.initiatedBy} linked `);
}
