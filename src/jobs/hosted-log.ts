import type { HostedLogEntry, HostedLogRange } from "../ports/hosted-service.ts";
import type { LogEntry } from "../ports/log/log-entry.ts";
import type { LogFilter, LogQuery } from "../ports/store/log-query.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * How late entries may show up in Entra's log, milliseconds. Not documented; public readers wait for 15 minutes, so what is older by
 * then and still new is looked for in a whole hour.
 */
export const entraLogLagMs = 15 * minute;
const overlapMs = 60 * minute;

/** How long Entra keeps entries, in days: with P1 or P2, and without. */
export const entraLogDays = { licensed: 30, free: 7 } as const;

/** The log is read in steps that reach back this far, since most readers want its end only. */
const stepsBack = [day, 7 * day, entraLogDays.licensed * day] as const;

/** The number of the first entry that is read: entries that are older, and read later, get lower ones. */
const firstNumber = 1_000_000;

export type HostedLogOptions = {
	readonly read: (range: HostedLogRange) => Promise<readonly HostedLogEntry[]>;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** Milliseconds between two reads of new entries. */
	readonly paceMs: number;
};

/** An entry of Entra's log, numbered here. */
export type LoggedEntry = LogEntry & Pick<HostedLogEntry, "objectType">;

/** Entra's provisioning log with the queries of our own. */
export interface HostedLog {
	readonly log: (query: LogQuery) => Promise<readonly LoggedEntry[]>;
	readonly countLog: (query: LogFilter) => Promise<number>;
}

/**
 * Keeps what was read of Entra's log, each entry once, and reads more as queries need it. Entries are numbered in the order of their
 * times as they are read; one that shows up late gets the next number, so that a reader who follows the log sees it.
 */
export function createHostedLog({ read, now, paceMs }: HostedLogOptions): HostedLog {
	const ids = new Set<string>();
	/** Ascending by number. */
	let entries: readonly LoggedEntry[] = [];
	/** How far back the log was read, and when its end was last read; null before the first time. */
	let from: number | null = null;
	let endReadAt = 0;
	let working: Promise<void> = Promise.resolve();

	const fresh = (found: readonly HostedLogEntry[]) => {
		const added = found.filter(({ id }) => !ids.has(id));
		for (const { id } of added) ids.add(id);
		return added;
	};
	const append = (found: readonly HostedLogEntry[]) => {
		const next = (entries.at(-1)?.sequence ?? firstNumber - 1) + 1;
		entries = entries.concat(fresh(found).map((entry, at) => ({ ...entry, sequence: next + at })));
	};
	const prepend = (found: readonly HostedLogEntry[]) => {
		const added = fresh(found);
		const first = (entries[0]?.sequence ?? firstNumber) - added.length;
		entries = added.map((entry, at): LoggedEntry => ({ ...entry, sequence: first + at })).concat(entries);
	};

	/** Reads what is new at the end, no more often than the pace allows. */
	const readEnd = async () => {
		const time = now();
		if (from !== null && time - endReadAt < paceMs) return;
		const since = from === null ? time - stepsBack[0] : Math.max(from, endReadAt - overlapMs);
		append(await read({ since }));
		from ??= since;
		endReadAt = time;
	};
	const readBackTo = async (since: number) => {
		if (from === null || since >= from) return;
		prepend(await read({ since, until: from }));
		from = since;
	};
	/** The next step back; null when everything that Entra keeps was read. */
	const nextStep = () => {
		const reached = from ?? now();
		return stepsBack.map((step) => endReadAt - step).find((since) => since < reached - minute) ?? null;
	};

	const answer = async (query: LogQuery): Promise<readonly LoggedEntry[]> => {
		await readEnd();
		if (query.since !== undefined) await readBackTo(Math.max(query.since, endReadAt - stepsBack[2]));
		else if (query.order === "ascending" && query.cursor === undefined)
			await readBackTo(endReadAt - stepsBack[2]);
		for (;;) {
			const found = select(entries, query);
			const step = query.order === "ascending" || query.since !== undefined ? null : nextStep();
			if (found.length === query.limit || step === null) return found;
			await readBackTo(step);
		}
	};
	/** One query after the other: two that read at the same time would read the same twice. */
	const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
		const mine = working.then(work);
		working = mine.then(
			() => undefined,
			() => undefined, // each caller gets its own failure
		);
		return mine;
	};

	return {
		log: (query) => inTurn(() => answer(query)),
		countLog: (query) =>
			inTurn(async () => {
				await readEnd();
				return select(entries, { ...query, order: "ascending", limit: Number.POSITIVE_INFINITY }).length;
			}),
	};
}

function select(entries: readonly LoggedEntry[], query: LogQuery): readonly LoggedEntry[] {
	const { order, limit, cursor } = query;
	const isAscending = order === "ascending";
	const ordered = isAscending ? entries : entries.toReversed();
	const { text = "", phrases = [], without = [] } = query;
	const words = [...text.split(/\s+/u), ...phrases].filter((word) => word !== "").map(folded);
	const excluded = without.map(folded);
	const found: LoggedEntry[] = [];
	for (const entry of ordered) {
		if (found.length >= limit) break;
		if (cursor !== undefined && (isAscending ? entry.sequence <= cursor : entry.sequence >= cursor)) continue;
		if (passes(entry, query, words, excluded)) found.push(entry);
	}
	return found;
}

function passes(
	entry: LogEntry,
	{ statuses, actions, cycleId, sourceId, since, until }: LogQuery,
	words: readonly string[],
	excluded: readonly string[],
): boolean {
	return (
		(statuses === undefined || statuses.includes(entry.status)) &&
		(actions === undefined || actions.includes(entry.action)) &&
		(cycleId === undefined || entry.cycleId === cycleId) &&
		(sourceId === undefined || entry.source?.id === sourceId) &&
		(since === undefined || entry.time >= since) &&
		(until === undefined || entry.time < until) &&
		((words.length === 0 && excluded.length === 0) || matchesWords(entry, words, excluded))
	);
}

/** Whether names, ids, reasons and values of an entry hold all words, and none of the excluded ones. */
function matchesWords(
	{ source, target, error, skipReason, modifiedProperties }: LogEntry,
	words: readonly string[],
	excluded: readonly string[],
) {
	const text = folded(
		[source, target]
			.flatMap((side) => (side === null ? [] : [side.id, side.displayName, side.userName]))
			.concat(error === null ? [] : [error.code, error.reason], skipReason ?? [])
			.concat(modifiedProperties.flatMap(({ name, old, new: next }) => [name, old ?? "", next ?? ""]))
			.join(" "),
	);
	return words.every((word) => text.includes(word)) && !excluded.some((word) => text.includes(word));
}

/** Without case and accents, like the index of our own log. */
function folded(text: string): string {
	return text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
}
