import type { OpenedLog } from "../../../app/log/open-log.ts";
import type { LogEntry, LogIdentity, LogStatus } from "../../../ports/log/log-entry.ts";
import type { LogQuery } from "../../../ports/store/log-query.ts";

export type Log = OpenedLog["log"];

/** Which entries of the log to read. */
export type LogFilter = {
	/** The number of newest entries; all when undefined. */
	readonly limit?: number;
	readonly text?: string;
	/** An ID, or words of the names of the user that the entries are about. */
	readonly user?: string;
	/** Milliseconds since 1970: not before, and before. */
	readonly since?: number;
	readonly until?: number;
	readonly statuses?: readonly LogStatus[];
	readonly cycleId?: string;
};

const pageSize = 1000;

/** The entries that pass the filter, oldest first. */
export async function* pagesOf(log: Log, options: LogFilter): AsyncGenerator<readonly LogEntry[]> {
	const { limit } = options;
	const cursor = limit === undefined ? undefined : await startOf(log, options, limit);
	yield* readPages(log, options, "ascending", cursor);
}

/** The cursor before the newest `limit` entries. */
async function startOf(log: Log, options: LogFilter, limit: number): Promise<number> {
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

/** Pages of the entries that pass the filter, after a cursor; a page may be empty. */
export async function* readPages(
	log: Log,
	{ text, user, since, until, statuses, cycleId }: LogFilter,
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

/** Whether all words are in the names of the user on either side; the index finds them anywhere in the entry. */
function isAbout(user: string, ...sides: readonly LogIdentity[]): boolean {
	const names = folded(sides.map((side) => `${side?.id} ${side?.displayName} ${side?.userName}`).join(" "));
	return folded(user)
		.split(/\s+/u)
		.every((word) => names.includes(word));
}

/** Without case and accents, like the index of the log. */
function folded(text: string): string {
	return text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
}
