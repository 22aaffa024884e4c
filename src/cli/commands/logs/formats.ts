import type { LogEntry, LogIdentity } from "../../../ports/log/log-entry.ts";
import { csvRow } from "../../../text/csv.ts";
import { jsonLine } from "../../output/json-line.ts";
import { entryLine } from "../../output/progress-lines.ts";

export const logFormats = ["text", "json", "csv"] as const;
export type LogFormat = (typeof logFormats)[number];

/** How a log is written: the lines before its entries, and the line of each. Lines have no line end, except the CR of CSV. */
export type LogWriter = {
	readonly head: readonly string[];
	readonly line: (entry: LogEntry) => string;
};

/**
 * `text`: one line per entry, to read. `json`: one object per line, with all fields. `csv`: RFC 4180 with a header row, made harmless for
 * spreadsheets (`csvRow`).
 *
 * @param job the profile of the log: exports of several may be read together.
 */
export function logWriter(format: LogFormat, job: string): LogWriter {
	switch (format) {
		case "text":
			return { head: [], line: (entry) => `${new Date(entry.time).toISOString()} ${entryLine(entry)}` };
		case "json":
			return { head: [], line: (entry) => jsonLine({ ...entry, job }) };
		case "csv": {
			const columns = csvColumns(job);
			return {
				head: [csvRow(columns.map(([name]) => name))],
				line: (entry) => csvRow(columns.map(([, cell]) => cell(entry))),
			};
		}
	}
}

type Column = readonly [name: string, cell: (entry: LogEntry) => string];

function csvColumns(job: string): readonly Column[] {
	return [
		["sequence", ({ sequence }) => String(sequence)],
		["time", ({ time }) => new Date(time).toISOString()],
		["action", ({ action }) => action],
		["status", ({ status }) => status],
		...identityColumns("source", ({ source }) => source),
		...identityColumns("target", ({ target }) => target),
		["modifiedProperties", ({ modifiedProperties }) => modifiedProperties.map(changeText).join("; ")],
		["skipReason", ({ skipReason }) => skipReason ?? ""],
		["errorCode", ({ error }) => error?.code ?? ""],
		["errorCategory", ({ error }) => error?.category ?? ""],
		["reason", ({ error }) => error?.reason ?? ""],
		["recommendedAction", ({ error }) => error?.recommendedAction ?? ""],
		[
			"steps",
			({ steps }) =>
				steps.map(({ type, status, description }) => `${type} (${status}): ${description}`).join(" "),
		],
		["initiatedBy", ({ initiatedBy }) => initiatedBy],
		["durationMs", ({ durationMs }) => String(durationMs)],
		["job", () => job],
		["cycleId", ({ cycleId }) => cycleId],
		["changeId", ({ changeId }) => changeId],
	];
}

function identityColumns(side: "source" | "target", of: (entry: LogEntry) => LogIdentity): readonly Column[] {
	return [
		[`${side}Id`, (entry) => of(entry)?.id ?? ""],
		[`${side}DisplayName`, (entry) => of(entry)?.displayName ?? ""],
		[`${side}UserName`, (entry) => of(entry)?.userName ?? ""],
	];
}

function changeText({ name, old, new: next }: LogEntry["modifiedProperties"][number]): string {
	return `${name}: ${old ?? "(empty)"} → ${next ?? "(empty)"}`;
}
