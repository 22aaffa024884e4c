import type { Provisioning } from "../commands/provisioning.ts";
import type { LogStatus } from "../engine/log-entry.ts";
import type { LogQuery } from "../engine/ports/store.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { jsonLine } from "./json-line.ts";
import { entryLine } from "./progress-lines.ts";
import type { Streams } from "./streams.ts";

export type LogsOptions = {
	readonly json: boolean;
	/** How many of the newest entries; all when undefined. */
	readonly limit?: number;
	readonly text?: string;
	readonly statuses?: readonly LogStatus[];
	readonly cycleId?: string;
};

const pageSize = 1000;

/** Prints the provisioning log, oldest first, a page at a time so that a long log needs no memory. */
export async function logs(
	log: Provisioning["log"],
	options: LogsOptions,
	streams: Streams,
): Promise<ExitCode> {
	const { limit, json, ...filter } = options;
	let cursor = limit === undefined ? undefined : await startOf(log, filter, limit);
	for (;;) {
		const page = await log({
			...filter,
			order: "ascending",
			limit: pageSize,
			...(cursor === undefined ? {} : { cursor }),
		});
		for (const entry of page) {
			streams.out(json ? jsonLine(entry) : `${new Date(entry.time).toISOString()} ${entryLine(entry)}`);
		}
		const last = page.at(-1);
		if (last === undefined || page.length < pageSize) return exitCode.done;
		cursor = last.sequence;
	}
}

/** The cursor after which the newest `limit` entries come. */
async function startOf(log: Provisioning["log"], filter: Partial<LogQuery>, limit: number): Promise<number> {
	const newest = await log({ ...filter, order: "descending", limit });
	return (newest.at(-1)?.sequence ?? 1) - 1;
}
