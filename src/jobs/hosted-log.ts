import { Turns } from "../async/turns.ts";
import type { HostedLogEntry, HostedLogRange } from "../ports/hosted-service.ts";
import type { LogEntry } from "../ports/log/log-entry.ts";
import type { LogFilter, LogQuery } from "../ports/store/log-query.ts";
import { selectEntries } from "./select-entries.ts";

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
	/** The newest entry of each of these source users that has one in what was read so far. */
	readonly newestOfEach: (sourceIds: readonly string[]) => Promise<readonly LoggedEntry[]>;
	readonly countLog: (query: LogFilter) => Promise<number>;
}

/**
 * Keeps what was read of Entra's log, each entry once, and reads more as queries need it. Entries are numbered in the order of their
 * times as they are read; one that shows up late gets the next number, so that a reader who follows the log sees it.
 */
export function createHostedLog(options: HostedLogOptions): HostedLog {
	const kept = new KeptEntries(options);
	// Two queries that read at the same time would read the same twice.
	const turns = new Turns();

	const answer = async (query: LogQuery): Promise<readonly LoggedEntry[]> => {
		await kept.readEnd();
		if (query.since !== undefined) await kept.readBackTo(query.since);
		else if (query.order === "ascending" && query.cursor === undefined) await kept.readBackTo(0);
		for (;;) {
			const found = selectEntries(kept.entries, query);
			const step = query.order === "ascending" || query.since !== undefined ? null : kept.nextStep();
			if (found.length === query.limit || step === null) return found;
			await kept.readBackTo(step);
		}
	};

	return {
		log: (query) => turns.take(() => answer(query)),
		newestOfEach: (sourceIds) =>
			turns.take(async () => {
				await kept.readEnd();
				const wanted = new Set(sourceIds);
				const newest = new Map<string, LoggedEntry>();
				for (const entry of kept.entries) {
					if (entry.source !== null && wanted.has(entry.source.id)) newest.set(entry.source.id, entry);
				}
				return [...newest.values()];
			}),
		countLog: (query) =>
			turns.take(async () => {
				await kept.readEnd();
				const all = { ...query, order: "ascending", limit: Number.POSITIVE_INFINITY } as const;
				return selectEntries(kept.entries, all).length;
			}),
	};
}

/** What was read of Entra's log: everything between a time that moves back, and one that moves on. */
class KeptEntries {
	readonly #options: HostedLogOptions;
	readonly #ids = new Set<string>();
	/** Ascending by number. */
	#entries: readonly LoggedEntry[] = [];
	/** How far back the log was read, and when its end was last read; null before the first time. */
	#from: number | null = null;
	#endReadAt = 0;

	constructor(options: HostedLogOptions) {
		this.#options = options;
	}

	/** Ascending by number. */
	get entries(): readonly LoggedEntry[] {
		return this.#entries;
	}

	/** Reads what is new at the end, no more often than the pace allows. */
	async readEnd(): Promise<void> {
		const { read, now, paceMs } = this.#options;
		const time = now();
		if (this.#from !== null && time - this.#endReadAt < paceMs) return;
		const since =
			this.#from === null ? time - stepsBack[0] : Math.max(this.#from, this.#endReadAt - overlapMs);
		this.#append(await read({ since }));
		this.#from ??= since;
		this.#endReadAt = time;
	}

	/** Reads what is older, at most as far back as Entra keeps entries. */
	async readBackTo(time: number): Promise<void> {
		const since = Math.max(time, this.#endReadAt - stepsBack[2]);
		if (this.#from === null || since >= this.#from) return;
		this.#prepend(await this.#options.read({ since, until: this.#from }));
		this.#from = since;
	}

	/** The next step back; null when everything that Entra keeps was read. */
	nextStep(): number | null {
		const reached = this.#from ?? this.#options.now();
		return stepsBack.map((step) => this.#endReadAt - step).find((since) => since < reached - minute) ?? null;
	}

	#append(found: readonly HostedLogEntry[]): void {
		const next = (this.#entries.at(-1)?.sequence ?? firstNumber - 1) + 1;
		const added = this.#fresh(found).map((entry, at) => ({ ...entry, sequence: next + at }));
		this.#entries = this.#entries.concat(added);
	}

	#prepend(found: readonly HostedLogEntry[]): void {
		const added = this.#fresh(found);
		const first = (this.#entries[0]?.sequence ?? firstNumber) - added.length;
		const numbered = added.map((entry, at): LoggedEntry => ({ ...entry, sequence: first + at }));
		this.#entries = numbered.concat(this.#entries);
	}

	#fresh(found: readonly HostedLogEntry[]): readonly HostedLogEntry[] {
		const added = found.filter(({ id }) => !this.#ids.has(id));
		for (const { id } of added) this.#ids.add(id);
		return added;
	}
}
