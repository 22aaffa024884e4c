import type { LogEntry } from "./log-entry.ts";

/**
 * The description of an action without its own name (`Other`: a link, a released account, a drift finding), from its
 * processing step. `""` for all other actions: their name and changed values are enough.
 */
export function actionLabel({ action, steps }: Pick<LogEntry, "action" | "steps">): string {
	if (action !== "Other") return "";
	const step = steps.findLast(({ type }) => type === "processing") ?? steps.at(-1);
	return step?.description ?? "";
}
