import { cleanText } from "../../../text/clean-text.ts";
import { counted } from "../../../text/counted.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import { writePrivateFile } from "../../output/private-file.ts";
import type { Streams } from "../../output/streams.ts";
import { type LogFormat, logWriter } from "./formats.ts";
import { type Log, type LogFilter, pagesOf } from "./pages.ts";

export type WriteLogOptions = LogFilter & {
	readonly format: LogFormat;
	/** The profile of the log. */
	readonly job: string;
	/** What of the log that was read is left out, as a sentence; null when nothing is. */
	readonly unreadable?: () => string | null;
	/** A file to write instead of printing. */
	readonly output?: string;
};

/**
 * Writes the provisioning log, oldest first, a page at a time so that a long log fits in memory. If entries are left out because they cannot
 * be read, the exit code says so, and in JSON the last line.
 */
export async function writeLog(log: Log, options: WriteLogOptions, streams: Streams): Promise<ExitCode> {
	const { format, job, output, unreadable } = options;
	const { head, line } = logWriter(format, job);
	let written = 0;
	const writeAll = async (write: (lines: readonly string[]) => Promise<void>) => {
		await write(head);
		for await (const page of pagesOf(log, options)) {
			if (output === undefined && streams.unread.aborted) return;
			written += page.length;
			await write(page.map(line));
		}
		const problem = unreadable?.() ?? null;
		if (format === "json" && problem !== null) await write([jsonLine({ type: "unreadable", problem })]);
	};
	if (output === undefined) await writeAll(async (lines) => lines.forEach((text) => void streams.out(text)));
	else {
		await writePrivateFile(output, writeAll);
		streams.err(`Wrote ${counted(written, "log entry", "log entries")} to ${cleanText(output)}.`);
	}
	return (unreadable?.() ?? null) === null ? exitCode.done : exitCode.someFailed;
}
