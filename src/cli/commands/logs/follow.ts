import { setTimeout } from "node:timers/promises";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import type { Streams } from "../../output/streams.ts";
import { type LogFormat, logWriter } from "./formats.ts";
import { type Log, type LogFilter, pagesOf, readPages } from "./pages.ts";

export type FollowOptions = Omit<LogFilter, "until"> & {
	readonly format: LogFormat;
	/** The profile whose log it is. */
	readonly job: string;
	/** Waits before the log is looked at again. False: it is time to end. */
	readonly pause: () => Promise<boolean>;
};

/** Entries to begin with when nothing else is said, as `tail` does. */
const few = 10;

/** Milliseconds between two looks at the log. */
const pace = 500;

/** Prints the newest entries, and then what comes, whichever process writes it. */
export async function followLogs(
	log: Log,
	{ format, job, pause, ...wanted }: FollowOptions,
	streams: Pick<Streams, "out" | "err">,
): Promise<ExitCode> {
	const { head, line } = logWriter(format, job);
	const newest = async () => (await log({ order: "descending", limit: 1 }))[0]?.sequence ?? 0;
	for (const text of head) streams.out(text);
	const begin = wanted.limit === undefined && wanted.since === undefined ? { ...wanted, limit: few } : wanted;
	let seen = await newest();
	const print = async (pages: ReturnType<typeof pagesOf>) => {
		for await (const page of pages) {
			for (const entry of page) streams.out(line(entry));
			seen = Math.max(seen, page.at(-1)?.sequence ?? 0);
		}
	};
	await print(pagesOf(log, begin));
	while (await pause()) {
		const last = await newest();
		if (last < seen && last > 0)
			streams.err("The log was put back to its last backup; following it from there.");
		if (last > seen) {
			await print(readPages(log, wanted, "ascending", seen));
			seen = Math.max(seen, last);
		} else if (last > 0) seen = last;
	}
	return exitCode.done;
}

/** Does work that goes on until Ctrl+C or SIGTERM, which end it between two looks: nothing is cut off, and the exit code is 0. */
export async function untilInterrupted<T>(work: (pause: () => Promise<boolean>) => Promise<T>): Promise<T> {
	const stop = new AbortController();
	const end = () => stop.abort();
	process.once("SIGINT", end).once("SIGTERM", end);
	try {
		return await work(async () => {
			if (stop.signal.aborted) return false;
			return setTimeout(pace, true, { signal: stop.signal }).catch(() => false);
		});
	} finally {
		process.off("SIGINT", end).off("SIGTERM", end);
	}
}
