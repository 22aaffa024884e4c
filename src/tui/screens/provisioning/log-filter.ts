import { type LogAction, type LogStatus, logActions, logStatuses } from "../../../ports/log/log-entry.ts";
import type { LogQuery } from "../../../ports/store/log-query.ts";
import { filterTerms } from "../../hooks/filter-terms.ts";

/** What the store is asked for. */
export type LogFilter = Pick<LogQuery, "text" | "statuses" | "actions">;

/** The status that a word of the screen, or its beginning after `status:`, stands for. */
function statusOf(word: string, isNamed: boolean): LogStatus | undefined {
	if (word === "failed" || word === "fail") return "failure";
	return logStatuses.find((status) => (isNamed ? status.startsWith(word) : status === word));
}

function actionOf(word: string, isNamed: boolean): LogAction | undefined {
	return logActions.find((action) =>
		isNamed ? action.toLowerCase().startsWith(word) : action.toLowerCase() === word,
	);
}

/**
 * The typed filter of the log as a query. Words of the columns Status and Action, which the store does not find as text, become
 * conditions: `failure maja`, `status:failed`, `-status:skipped`, `action:create`. `status`: the filter of `F`.
 */
export function logFilter(typed: string, status: LogStatus | null): LogFilter {
	let statuses: readonly LogStatus[] = status === null ? logStatuses : [status];
	let actions: readonly LogAction[] = logActions;
	const words: string[] = [];
	for (const { word, column, excludes } of filterTerms(typed)) {
		const foundStatus =
			column === null || "status".startsWith(column) ? statusOf(word, column !== null) : undefined;
		const foundAction =
			column === null || "action".startsWith(column) ? actionOf(word, column !== null) : undefined;
		if (foundStatus !== undefined) statuses = statuses.filter((one) => (one === foundStatus) !== excludes);
		else if (foundAction !== undefined) actions = actions.filter((one) => (one === foundAction) !== excludes);
		else words.push(column === null ? word : `${column}:${word}`);
	}
	return {
		...(words.length === 0 ? {} : { text: words.join(" ") }),
		...(statuses.length === logStatuses.length ? {} : { statuses }),
		...(actions.length === logActions.length ? {} : { actions }),
	};
}
