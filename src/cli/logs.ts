import type { OpenedLog } from "../commands/open-log.ts";
import type { LogEntry, LogIdentity, LogStatus } from "../engine/log-entry.ts";
import type { LogQuery } from "../engine/ports/store.ts";
import { cleanText } from "../terminal/clean-text.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { jsonLine } from "./json-line.ts";
import { type LogFormat, logWriters } from "./log-formats.ts";
import { writePrivateFile } from "./private-file.ts";
import { counted } from "./progress-lines.ts";
import type { Streams } from "./streams.ts";
import { UsageError } from "./usage-error.ts";

export type LogsOptions = {
	readonly format: LogFormat;
	/** A file to write, in place of printing. */
	readonly output?: string;
	/** How many of the newest entries; all when undefined. */
	readonly limit?: number;
	readonly text?: string;
	/** An id, or words of the name or user name of whom the entries are about. */
	readonly user?: string;
	/** Milliseconds since 1970: not before, and before. */
	readonly since?: number;
	readonly until?: number;
	readonly statuses?: readonly LogStatus[];
	readonly cycleId?: string;
};

type Log = OpenedLog["log"];

const pageSize = 1000;

/** Writes the provisioning log, oldest first, a page at a time so that a long log needs no memory. */
export async function logs(log: Log, options: LogsOptions, streams: Streams): Promise<ExitCode> {
	const { format, output } = options;
	const { head, line } = logWriters[format];
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

/** What is wanted of the log, oldest first. */
async function* pagesOf(log: Log, options: LogsOptions): AsyncGenerator<readonly LogEntry[]> {
	const { limit } = options;
	const cursor = limit === undefined ? undefined : await startOf(log, options, limit);
	yield* readPages(log, options, "ascending", cursor);
}

/** The cursor after which the newest `limit` entries come. */
async function startOf(log: Log, options: LogsOptions, limit: number): Promise<number> {
	let left = limit;
	let first = 1;
	for await (const page of readPages(log, options, "descending", undefined, limit)) {
		const taken = page.slice(0, left);
		first = taken.at(-1)?.sequence ?? first;
		left -= taken.length;
		if (left === 0) break;
	}
	return first - 1;
}

async function* readPages(
	log: Log,
	{ text, user, since, until, statuses, cycleId }: LogsOptions,
	order: LogQuery["order"],
	start: number | undefined,
	size = pageSize,
): AsyncGenerator<readonly LogEntry[]> {
	const words = [text, user].filter((part) => part !== undefined).join(" ");
	const query: LogQuery = {
		order,
		limit: Math.min(size, pageSize),
		...(words === "" ? {} : { text: words }),
		...(since === undefined ? {} : { since }),
		...(until === undefined ? {} : { until }),
		...(statuses === undefined ? {} : { statuses }),
		...(cycleId === undefined ? {} : { cycleId }),
	};
	for (let cursor = start; ; ) {
		const page = await log({ ...query, ...(cursor === undefined ? {} : { cursor }) });
		yield user === undefined ? page : page.filter(({ source, target }) => isAbout(user, source, target));
		const last = page.at(-1);
		if (last === undefined || page.length < query.limit) return;
		cursor = last.sequence;
	}
}

/** Whether all words stand in what names the user on either side; the index has found them anywhere in the entry. */
function isAbout(user: string, ...sides: readonly LogIdentity[]): boolean {
	const names = folded(sides.map((side) => `${side?.id} ${side?.displayName} ${side?.userName}`).join(" "));
	return folded(user)
		.split(/\s+/u)
		.every((word) => names.includes(word));
}

/** As the log's index does it: case and accents do not count. */
function folded(text: string): string {
	return text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
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
