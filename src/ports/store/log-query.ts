import type { OtherAction } from "../log/log-action-name.ts";
import type { LogAction, LogEntry, LogStatus } from "../log/log-entry.ts";

/** Which entries of the log to read. Conditions that are absent do not restrict. */
export type LogQuery = {
	/** Only entries after (ascending) or before (descending) this sequence. */
	readonly cursor?: number;
	readonly order: "ascending" | "descending";
	readonly limit: number;
	/** Words that must all occur in names, ids, reasons or properties, ignoring case. */
	readonly text?: string;
	/** Phrases that must all occur, each with its words next to each other. */
	readonly phrases?: readonly string[];
	/** Words and phrases of which none may occur. */
	readonly without?: readonly string[];
	readonly statuses?: readonly LogStatus[];
	readonly actions?: readonly LogAction[];
	/** Of the entries with the action `Other`, only those that are one of these. */
	readonly others?: readonly OtherAction[];
	readonly cycleId?: string;
	readonly sourceId?: string;
	/** Milliseconds since 1970: only entries that ended at or after it. */
	readonly since?: number;
	/** Milliseconds since 1970: only entries that ended before it. */
	readonly until?: number;
};

/** The part of a query by which an operator filters the log. */
export type LogFilter = Pick<LogQuery, "text" | "phrases" | "without" | "statuses" | "actions" | "others">;

/** The part of the store for reading the log. */
export interface LogStore {
	log(query: LogQuery): Promise<readonly LogEntry[]>;
	/** The newest entry of each of these source users that has one, in no order: one query, however many users. */
	newestOfEach(sourceIds: readonly string[]): Promise<readonly LogEntry[]>;
	/** The number of entries that a query would return without its limit and cursor. */
	countLog(query: Omit<LogQuery, "limit" | "cursor" | "order" | "since" | "until">): Promise<number>;
}
