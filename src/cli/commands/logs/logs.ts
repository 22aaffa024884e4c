import { logStatuses } from "../../../ports/log/log-entry.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { counted } from "../../../text/counted.ts";
import { defineCommand } from "../../command/define-command.ts";
import { choice, choicesOf, flag, text, withDefault } from "../../options/option.ts";
import { storeOptions } from "../../options/profile-options.ts";
import { time } from "../../options/time.ts";
import { UsageError } from "../../options/usage-error.ts";
import { wholeNumber } from "../../options/whole-number.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { writePrivateFile } from "../../output/private-file.ts";
import type { Streams } from "../../output/streams.ts";
import { followLogs, untilInterrupted } from "./follow.ts";
import { type LogFormat, logFormats, logWriter } from "./formats.ts";
import { type Log, type LogFilter, pagesOf } from "./pages.ts";

export const command = defineCommand({
	description: "Print the provisioning log, oldest first, or write it to a file.",
	options: {
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
		...storeOptions,
	},
	run({ json, output, until, follow, status, cycle, ...given }, { streams, withLog }) {
		const options = {
			...given,
			...(status && { statuses: status }),
			...(cycle !== undefined && { cycleId: cycle }),
			format: json ? ("json" as const) : given.format,
		};
		if (!follow)
			return withLog(given, ({ log, profile }) =>
				logs(
					log,
					{
						...options,
						...(output !== undefined && { output }),
						...(until !== undefined && { until }),
						job: profile,
					},
					streams,
				),
			);
		if (output !== undefined || until !== undefined)
			throw new UsageError("--follow prints new entries: remove --output and --until.");
		return withLog(given, ({ log, profile }) =>
			untilInterrupted((pause) => followLogs(log, { ...options, job: profile, pause }, streams)),
		);
	},
});

export type LogsOptions = LogFilter & {
	readonly format: LogFormat;
	/** The profile of the log. */
	readonly job: string;
	/** A file to write instead of printing. */
	readonly output?: string;
};

/** Writes the provisioning log, oldest first, a page at a time so that a long log fits in memory. */
export async function logs(log: Log, options: LogsOptions, streams: Streams): Promise<ExitCode> {
	const { format, job, output } = options;
	const { head, line } = logWriter(format, job);
	let written = 0;
	const writeAll = async (write: (lines: readonly string[]) => Promise<void>) => {
		await write(head);
		for await (const page of pagesOf(log, options)) {
			written += page.length;
			await write(page.map(line));
		}
	};
	if (output === undefined) await writeAll(async (lines) => lines.forEach((text) => void streams.out(text)));
	else {
		await writePrivateFile(output, writeAll);
		streams.err(`Wrote ${counted(written, "log entry", "log entries")} to ${cleanText(output)}.`);
	}
	return exitCode.done;
}
