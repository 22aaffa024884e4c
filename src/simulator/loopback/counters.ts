import type { JsonObject } from "./json.ts";

/** One answered request. */
export interface JournalEntry {
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly method: string;
	/** Path with its query. */
	readonly target: string;
	/** 0 when the connection was closed. */
	readonly status: number;
}

/** Number of requests in total, by kind (`"POST /api/v1/scim/Users"`) and by status (`"429"`, `"0"` for a closed connection). */
export interface Counts {
	readonly total: number;
	readonly byKind: Readonly<Record<string, number>>;
	readonly byStatus: Readonly<Record<string, number>>;
	/** Number of in-flight requests. */
	readonly underWay: number;
	/** Maximum number of concurrent requests so far. */
	readonly mostConcurrent: number;
}

const journalLength = 2_000;

/** Counts requests and keeps the last 2,000. */
export class Counters {
	#byKind = new Map<string, number>();
	#byStatus = new Map<string, number>();
	#total = 0;
	#underWay = 0;
	#mostConcurrent = 0;
	#journal: JournalEntry[] = [];

	begin(): void {
		this.#underWay++;
		this.#mostConcurrent = Math.max(this.#mostConcurrent, this.#underWay);
	}

	end(kind: string, entry: JournalEntry): void {
		this.#underWay--;
		this.#total++;
		this.#byKind.set(kind, (this.#byKind.get(kind) ?? 0) + 1);
		const status = String(entry.status);
		this.#byStatus.set(status, (this.#byStatus.get(status) ?? 0) + 1);
		this.#journal.push(entry);
		if (this.#journal.length > 2 * journalLength) this.#journal = this.#journal.slice(-journalLength);
	}

	counts(): Counts {
		return {
			total: this.#total,
			byKind: Object.fromEntries(this.#byKind),
			byStatus: Object.fromEntries(this.#byStatus),
			underWay: this.#underWay,
			mostConcurrent: this.#mostConcurrent,
		};
	}

	journal(): readonly JournalEntry[] {
		return this.#journal.slice(-journalLength);
	}

	reset(): void {
		this.#byKind = new Map();
		this.#byStatus = new Map();
		this.#total = 0;
		this.#mostConcurrent = this.#underWay;
		this.#journal = [];
	}

	/** Counts and journal as JSON. */
	report(): JsonObject {
		const { total, underWay, byKind, byStatus, mostConcurrent } = this.counts();
		return {
			total,
			underWay,
			byKind: { ...byKind },
			byStatus: { ...byStatus },
			mostConcurrent,
			journal: this.journal().map((entry) => ({ ...entry })),
		};
	}
}
