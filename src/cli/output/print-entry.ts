import type { LogEntry } from "../../ports/log/log-entry.ts";
import { jsonLine } from "./json-line.ts";
import { entryLine } from "./progress-lines.ts";
import type { Streams } from "./streams.ts";

/** Prints an entry of the log, as JSON or in one line. */
export function printEntry(entry: LogEntry, json: boolean, streams: Streams): void {
	streams.out(json ? jsonLine(entry) : entryLine(entry));
}
