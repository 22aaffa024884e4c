import { type OtherAction, otherActions } from "../../../ports/log/log-action-name.ts";
import { type LogAction, type LogStatus, logActions, logStatuses } from "../../../ports/log/log-entry.ts";
import type { LogFilter, LogQuery } from "../../../ports/store/log-query.ts";
import { type FilterTerm, filterTerms } from "../../hooks/filter-terms.ts";
import { timeRange } from "../../text/time-range.ts";

/** The typed filter as a query, and the span of time that it names. */
export type LogCondition = LogFilter & Pick<LogQuery, "since" | "until">;

/** The columns whose words the index has. */
const textColumns = ["user", "details", "role"];

/**
 * The values that a term stands for: those with the word in them after the name of the column, and without it the one that is the whole
 * word. Undefined for a term that is not of this column.
 */
function valuesOf<T extends string>(
	{ column, word: typed }: FilterTerm,
	title: string,
	values: readonly T[],
): readonly T[] | undefined {
	// A cell as a whole begins with its glyph.
	const word = typed.replace(/^[^\p{L}\p{N}]+/u, "");
	if (column !== null)
		return title.startsWith(column) ? values.filter((one) => one.toLowerCase().includes(word)) : undefined;
	const found = values.filter((one) => one.toLowerCase() === word);
	return found.length === 0 ? undefined : found;
}

/** `failed` is a word for a failure, as everywhere. */
function statusesOf(term: FilterTerm): readonly LogStatus[] | undefined {
	const isFailed = term.word === "fail" || term.word === "failed";
	return valuesOf(isFailed ? { ...term, word: "failure" } : term, "status", logStatuses);
}

/**
 * The typed filter of the log as a query. Words of the columns Time, Status and Action, which the store does not find as text, become
 * conditions: `failure maja`, `status:failed`, `-status:skipped`, `action:link`, `time:20:53`. Words of the columns User and Details, and
 * of a role, are searched in the whole entry, as the index has no columns. `status`: the filter of `F`. `now`: milliseconds since 1970.
 */
export function logFilter(typed: string, status: LogStatus | null, now: number): LogCondition {
	let statuses: readonly LogStatus[] = status === null ? logStatuses : [status];
	let actions: readonly LogAction[] = logActions;
	let others: readonly OtherAction[] = otherActions;
	let span: Pick<LogQuery, "since" | "until"> = {};
	const words: string[] = [];
	const phrases: string[] = [];
	const without: string[] = [];
	for (const term of filterTerms(typed)) {
		const { word, column, excludes } = term;
		const foundStatuses = statusesOf(term);
		const foundActions = valuesOf(term, "action", logActions);
		const foundOthers = valuesOf(term, "action", otherActions);
		const range = column !== null && "time".startsWith(column) && !excludes ? timeRange(word, now) : null;
		if (range !== null) span = range;
		else if (foundStatuses !== undefined)
			statuses = statuses.filter((one) => foundStatuses.includes(one) !== excludes);
		else if (foundActions !== undefined || foundOthers !== undefined) {
			// What the log calls Other is shown under a name of its own, which `action:other` finds as well.
			const isOther = foundActions?.includes("Other") ?? false;
			const kept = (one: OtherAction) => (isOther || (foundOthers?.includes(one) ?? false)) !== excludes;
			others = others.filter(kept);
			actions = actions.filter((one) =>
				one === "Other" ? others.length > 0 : (foundActions?.includes(one) ?? false) !== excludes,
			);
		} else {
			const isColumn = column !== null && textColumns.some((title) => title.startsWith(column));
			const text = column === null || isColumn ? word : `${column}:${word}`;
			if (excludes) without.push(text);
			// A cell joins texts that are kept apart.
			else for (const part of text.split(" · ")) (/\s/u.test(part) ? phrases : words).push(part);
		}
	}
	return {
		...span,
		...(words.length === 0 ? {} : { text: words.join(" ") }),
		...(phrases.length === 0 ? {} : { phrases }),
		...(without.length === 0 ? {} : { without }),
		...(statuses.length === logStatuses.length ? {} : { statuses }),
		...(actions.length === logActions.length ? {} : { actions }),
		...(others.length === otherActions.length || !actions.includes("Other") ? {} : { others }),
	};
}
