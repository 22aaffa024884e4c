import { logStatuses } from "../../../ports/log/log-entry.ts";
import { choice, choicesOf, flag, type Given, text, withDefault } from "../../options/option.ts";
import { time } from "../../options/time.ts";
import { UsageError } from "../../options/usage-error.ts";
import { wholeNumber } from "../../options/whole-number.ts";
import type { ExitCode } from "../../output/exit-code.ts";
import type { Streams } from "../../output/streams.ts";
import { followLogs, untilInterrupted } from "./follow.ts";
import { logFormats } from "./formats.ts";
import type { Log } from "./pages.ts";
import { writeLog } from "./write-log.ts";

/** How to print a provisioning log, and which entries of it. */
export const logOptions = {
	format: withDefault(choice("format", "how to write it", logFormats), "text"),
	json: flag("print one JSON object per line; the same as --format json"),
	output: text("file", "write to this file, readable by its owner only, instead of standard output"),
	limit: wholeNumber("number", "only the newest entries"),
	text: text("words", "only entries that contain all of the words"),
	user: text("id|words", "only entries about users with this ID, or with these words in their names"),
	since: time("only entries from then on: 2026-11-24 or 2026-11-24T08:00:00Z (UTC)"),
	until: time("only entries before then"),
	status: choicesOf("status", "only entries with these statuses", logStatuses),
	cycle: text("id", "only entries of one cycle"),
	follow: flag("keep printing new entries until Ctrl+C; starts with the newest 10, or --limit"),
};

/** A log that a command prints. */
export type PrintedLog = {
	readonly log: Log;
	/** Its profile. */
	readonly profile: string;
	/** What of the log that was read is left out, as a sentence; null when nothing is. */
	readonly unreadable?: () => string | null;
};

/** Prints or follows the log that `open` gives. Throws `UsageError` before it is opened. */
export function printLog(
	{ json, output, until, follow, status, cycle, format, ...filter }: Given<typeof logOptions>,
	open: (use: (opened: PrintedLog) => Promise<ExitCode>) => Promise<ExitCode>,
	streams: Streams,
): Promise<ExitCode> {
	const options = {
		...filter,
		...(status && { statuses: status }),
		...(cycle !== undefined && { cycleId: cycle }),
		format: json ? ("json" as const) : format,
	};
	if (follow) {
		if (output !== undefined || until !== undefined)
			throw new UsageError("--follow prints new entries: remove --output and --until.");
		return open(({ log, profile }) =>
			untilInterrupted(streams.unread, (pause) =>
				followLogs(log, { ...options, job: profile, pause }, streams),
			),
		);
	}
	return open(({ log, profile, unreadable }) =>
		writeLog(
			log,
			{
				...options,
				...(output !== undefined && { output }),
				...(until !== undefined && { until }),
				job: profile,
				...(unreadable && { unreadable }),
			},
			streams,
		),
	);
}
