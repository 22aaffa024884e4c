import { type LogAction, type LogStatus, logActions, logStatuses } from "../../../ports/log/log-entry.ts";
import type { LogFilter } from "../../../ports/store/log-query.ts";
import { filterTerms } from "../../hooks/filter-terms.ts";

/** The status that a word of the screen, or its beginning after `status:`, stands for. */
function statusOf(word: string, isNamed: boolean): LogStatus | undefined {
	if (word === "failed" || word === "fail") return "failure";
	return logStatuses.find((status) => (isNamed ? status.startsWith(word) : status === word));
}

/** The columns whose words the index has. */
const textColumns = ["user", "details", "role"];

function actionOf(word: string, isNamed: boolean): LogAction | undefined {
	return logActions.find((action) =>
		isNamed ? action.toLowerCase().startsWith(word) : action.toLowerCase() === word,
	);
}

/**
 * The typed filter of the log as a query. Words of the columns Status and Action, which the store does not find as text, become
 * conditions: `failure maja`, `status:failed`, `-status:skipped`, `action:create`. Words of the columns User and Details, and of a role, are searched
 * in the whole entry, as the index has no columns. `status`: the filter of `F`.
 */
export function logFilter(typed: string, status: LogStatus | null): LogFilter {
	let statuses: readonly LogStatus[] = status === null ? logStatuses : [status];
	let actions: readonly LogAction[] = logActions;
	const words: string[] = [];
	const phrases: string[] = [];
	const without: string[] = [];
	for (const { word, column, excludes } of filterTerms(typed)) {
		const foundStatus =
			column === null || "status".startsWith(column) ? statusOf(word, column !== null) : undefined;
		const foundAction =
			column === null || "action".startsWith(column) ? actionOf(word, column !== null) : undefined;
		if (foundStatus !== undefined) statuses = statuses.filter((one) => (one === foundStatus) !== excludes);
		else if (foundAction !== undefined) actions = actions.filter((one) => (one === foundAction) !== excludes);
		else {
			const isColumn = column !== null && textColumns.some((title) => title.startsWith(column));
			const text = column === null || isColumn ? word : `${column}:${word}`;
			if (excludes) without.push(text);
			else (/\s/u.test(text) ? phrases : words).push(text);
		}
	}
	return {
		...(words.length === 0 ? {} : { text: words.join(" ") }),
		...(phrases.length === 0 ? {} : { phrases }),
		...(without.length === 0 ? {} : { without }),
		...(statuses.length === logStatuses.length ? {} : { statuses }),
		...(actions.length === logActions.length ? {} : { actions }),
	};
}
