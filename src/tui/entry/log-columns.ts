import { actionName } from "../../ports/log/log-action-name.ts";
import type { LogEntry } from "../../ports/log/log-entry.ts";
import { type Column, markCell } from "../components/list/column.ts";
import { markOf, statusWords } from "../text/outcome-mark.ts";
import { logTime } from "../text/show-time.ts";
import { entrySubject, entrySummary } from "./entry-details.ts";

/** The columns of the log; times have a date when it is not that of `now`. */
export function logColumns(now: () => number): readonly Column<LogEntry>[] {
	return [
		{
			title: "Time",
			width: 11,
			text: ({ time }) => logTime(time, now()),
			exported: ({ time }) => new Date(time).toISOString(),
			order: ({ time }) => time,
			tone: () => "dim",
		},
		{
			title: "Status",
			words: ({ status }) => statusWords(status),
			width: 9,
			...markCell(({ status }) => markOf(status)),
		},
		{ title: "Action", width: 12, text: actionName, optional: 1 },
		{ title: "User", width: { min: 16, grow: 2 }, text: entrySubject },
		{ title: "Details", width: { min: 18, grow: 3 }, text: entrySummary },
	];
}

/** The columns of one user's log. */
export function userLogColumns(now: () => number): readonly Column<LogEntry>[] {
	return logColumns(now).filter(({ title }) => title !== "User");
}
