import type { LogEntry } from "./log-entry.ts";

/**
 * What an entry tells of an action without a name of its own (`Other`: a link, an account only released, a finding): its
 * processing step says it. `""` for every other action, whose name and changed values say enough.
 */
export function actionLabel({ action, steps }: Pick<LogEntry, "action" | "steps">): string {
	if (action !== "Other") return "";
	const step = steps.findLast(({ type }) => type === "processing") ?? steps.at(-1);
	return step?.description ?? "";
}
