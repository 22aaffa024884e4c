import type { LogEntry } from "../../../ports/log/log-entry.ts";
import type { Column } from "../../components/list/column.ts";
import { actionName } from "../../entry/action-name.ts";
import { entrySubject, entrySummary } from "../../entry/entry-details.ts";
import { markOf } from "../../text/outcome-mark.ts";
import { logTime } from "../../text/show-time.ts";

/** The columns of the log; times have a date when it is not that of `now`. */
export function logColumns(now: () => number): readonly Column<LogEntry>[] {
	return [
		{ title: "Time", width: 11, text: ({ time }) => logTime(time, now()), tone: () => "dim" },
		{
			title: "Status",
			width: 9,
			text: ({ status }) => `${markOf(status).glyph} ${markOf(status).word}`,
			tone: ({ status }) => markOf(status).tone,
		},
		{ title: "Action", width: 12, text: actionName, optional: 1 },
		{ title: "User", width: { min: 16, grow: 2 }, text: entrySubject },
		{ title: "Details", width: { min: 18, grow: 3 }, text: entrySummary },
	];
}
