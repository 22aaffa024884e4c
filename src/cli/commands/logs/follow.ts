import { setTimeout } from "node:timers/promises";
import { DirectoryError } from "../../../ports/source/directory.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import type { Streams } from "../../output/streams.ts";
import { type LogFormat, logWriter } from "./formats.ts";
import { type Log, type LogFilter, pagesOf, readPages } from "./pages.ts";

export type FollowOptions = Omit<LogFilter, "until"> & {
	readonly format: LogFormat;
	/** The profile of the log. */
	readonly job: string;
	/** Waits before the log is read again. False: end. */
	readonly pause: () => Promise<boolean>;
};

/** Entries to start with by default, like `tail`. */
const few = 10;

/** Milliseconds between two reads of the log. */
const pace = 500;

/**
 * Prints the newest entries, and then new ones, whichever process writes them. An outage of the service that has the log is reported once,
 * and the log is followed from where it was; anything else ends it.
 */
export async function followLogs(
	log: Log,
	{ format, job, pause, ...filter }: FollowOptions,
	streams: Pick<Streams, "out" | "err" | "unread">,
): Promise<ExitCode> {
	const { head, line } = logWriter(format, job);
	const newest = async () => (await log({ order: "descending", limit: 1 }))[0]?.sequence ?? 0;
	for (const text of head) streams.out(text);
	const begin = filter.limit === undefined && filter.since === undefined ? { ...filter, limit: few } : filter;
	let seen = await newest();
	const print = async (pages: ReturnType<typeof pagesOf>) => {
		for await (const page of pages) {
			if (streams.unread.aborted) return;
			for (const entry of page) streams.out(line(entry));
			seen = Math.max(seen, page.at(-1)?.sequence ?? 0);
		}
	};
	await print(pagesOf(log, begin));
	const readNew = async () => {
		const last = await newest();
		if (last < seen && last > 0)
			streams.err("The log was restored from its last backup. Following it from there.");
		if (last > seen) {
			await print(readPages(log, filter, "ascending", seen));
			seen = Math.max(seen, last);
		} else if (last > 0) seen = last;
	};
	let isOut = false;
	while (await pause()) {
		try {
			await readNew();
			if (isOut) streams.err("The log can be read again.");
			isOut = false;
		} catch (error) {
			if (!isOutage(error)) throw error;
			if (!isOut) streams.err(`${cleanText(error.message)} It is tried again until Ctrl+C.`);
			isOut = true;
		}
	}
	return exitCode.done;
}

/** Whether the same read may succeed later without anyone doing something. */
function isOutage(error: unknown): error is DirectoryError {
	return error instanceof DirectoryError && (error.code === "network" || error.code === "unavailable");
}

/**
 * Does work until Ctrl+C or SIGTERM, or until its output is unread, which end it between two reads: nothing is interrupted, and the exit
 * code is 0.
 */
export async function untilInterrupted<T>(
	unread: AbortSignal,
	work: (pause: () => Promise<boolean>) => Promise<T>,
): Promise<T> {
	const stop = new AbortController();
	const end = () => stop.abort();
	const ended = AbortSignal.any([stop.signal, unread]);
	process.once("SIGINT", end).once("SIGTERM", end);
	try {
		return await work(async () => {
			if (ended.aborted) return false;
			return setTimeout(pace, true, { signal: ended }).catch(() => false);
		});
	} finally {
		process.off("SIGINT", end).off("SIGTERM", end);
	}
}
