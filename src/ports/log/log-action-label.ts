import type { LogEntry, NewLogEntry } from "./log-entry.ts";

/**
 * The description of an action without its own name (`Other`: a link, a released account, a drift finding) or of the end of a
 * cycle, from its processing step. `""` for all other actions: their name and changed values are enough.
 */
export function actionLabel({ action, steps }: Pick<NewLogEntry, "action" | "steps">): string {
	if (action !== "Other" && action !== "Cycle") return "";
	return processing(steps);
}

/** Why a user was skipped; for one who waits for the next attempt, with the failure and when that is. `""` when nothing was skipped. */
export function skipLabel({ skipReason, steps }: Pick<NewLogEntry, "skipReason" | "steps">): string {
	return skipReason === "InEscrow" ? `${skipReason}: ${processing(steps)}` : (skipReason ?? "");
}

function processing(steps: LogEntry["steps"]): string {
	const step = steps.findLast(({ type }) => type === "processing") ?? steps.at(-1);
	return step?.description ?? "";
}
