import type { OpenedLog } from "../../../app/log/open-log.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { UsageError } from "../../options/usage-error.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import { writePrivateFile } from "../../output/private-file.ts";
import { counted } from "../../output/progress-lines.ts";
import type { Streams } from "../../output/streams.ts";
import { type LogFormat, logWriter } from "./formats.ts";
import { type Log, type LogFilter, pagesOf } from "./pages.ts";

export type LogsOptions = LogFilter & {
	readonly format: LogFormat;
	/** The profile whose log it is. */
	readonly job: string;
	/** A file to write, in place of printing. */
	readonly output?: string;
};

/** Writes the provisioning log, oldest first, a page at a time so that a long log needs no memory. */
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

export type PruneOptions = {
	/** Milliseconds since 1970: older entries go. */
	readonly before: number;
	/** False only tells how many would go. */
	readonly confirmed: boolean;
	readonly json: boolean;
};

/** Removes the oldest entries of the log, up to the first that is not older; a later one whose clock was behind stays. */
export async function pruneLogs(
	{ log, prune }: Pick<OpenedLog, "log" | "prune">,
	{ before, confirmed, json }: PruneOptions,
	streams: Streams,
): Promise<ExitCode> {
	const date = new Date(before).toISOString();
	if (!confirmed) {
		const going = await countOlder(log, before);
		const entries = counted(going, "entry", "entries");
		throw new UsageError(
			`Nothing was removed: ${entries} older than ${date} would go for good. Keep them with logs --until ${date} --format json --output FILE, or go on with --yes.`,
		);
	}
	const removed = await prune(before);
	if (json) streams.out(jsonLine({ removed, before: date }));
	else streams.out(`Removed ${counted(removed, "entry", "entries")} older than ${date}.`);
	return exitCode.done;
}

/** How many entries pruning would remove: sequences have no gaps. */
async function countOlder(log: Log, before: number): Promise<number> {
	const [oldest] = await log({ order: "ascending", limit: 1 });
	if (oldest === undefined) return 0;
	const [kept] = await log({ order: "ascending", limit: 1, since: before });
	const [newest] = await log({ order: "descending", limit: 1 });
	const end = kept?.sequence ?? (newest?.sequence ?? oldest.sequence) + 1;
	return end - oldest.sequence;
}
