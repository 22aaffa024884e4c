import { actionLabel } from "../../ports/log/log-action-label.ts";
import type { LogEntry } from "../../ports/log/log-entry.ts";

/**
 * What was done, in a word: the action as Entra's provisioning log names it. Its `Other` is named after what it was: a link, an unlink,
 * a skipped user, drift, or a note on a cycle.
 */
export function actionName(
	entry: Pick<LogEntry, "action" | "status" | "source" | "target" | "steps">,
): string {
	const { action, status, source, target } = entry;
	if (action !== "Other") return action;
	if (status === "skipped") return "Skip";
	if (source === null && target === null) return "Cycle";
	if (status !== "success") return "Drift";
	return /^Link with | linked /u.test(actionLabel(entry)) ? "Link" : "Unlink";
}
