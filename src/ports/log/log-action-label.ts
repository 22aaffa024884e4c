import type { LogEntry, NewLogEntry } from "./log-entry.ts";

/**
 * The description of an action without its own name (`Other`: a link, a released account, a drift finding) or of the end of a
 * cycle, from its processing step. `""` for all other actions: their name and changed values are enough.
 */
export function actionLabel({ action, steps }: Pick<NewLogEntry, "action" | "steps">): string {
	if (action !== "Other" && action !== "Cycle") return "";
	return processing(steps);
}

/**
 * What Entra's reasons to skip a user mean.
 *
 * @see https://learn.microsoft.com/entra/identity/monitoring-health/howto-analyze-provisioning-logs
 */
const entraReasons: Readonly<Record<string, string>> = {
	RedundantExport: "the account already has all values",
	NotEffectivelyEntitled: "not assigned, out of scope or disabled",
	EntrySynchronizationSkipped: "not due yet, or not allowed by the job",
	ImportSkipped: "no value for the matching attribute",
};

/**
 * Why a user was skipped: `NotAssigned`; one of Entra's reasons with what it means; for one who waits for the next attempt, with the failure
 * and when that is. `""` when nothing was skipped.
 */
export function skipLabel({ skipReason, steps }: Pick<NewLogEntry, "skipReason" | "steps">): string {
	if (skipReason === null) return "";
	const meaning = skipReason === "InEscrow" ? processing(steps) : entraReasons[skipReason];
	return meaning === undefined ? skipReason : `${skipReason}: ${meaning}`;
}

/** What an entry of unknown status says about it, in Entra's word; `""` for other entries. */
export function unknownLabel({ status, steps }: Pick<NewLogEntry, "status" | "steps">): string {
	return status === "unknown" ? processing(steps) : "";
}

function processing(steps: LogEntry["steps"]): string {
	const step = steps.findLast(({ type }) => type === "processing") ?? steps.at(-1);
	return step?.description ?? "";
}
