import type { Generated, Kysely } from "kysely";
import type { Cycle, Escrow, Lease, Link, Snapshot } from "../../ports/store.ts";

/**
 * The store's tables, the same for every database. Columns bear the names of the engine's own fields.
 * Columns named `…Json` hold JSON text, times are milliseconds since 1970, booleans are 0 or 1.
 */
export type Tables = {
	/** One row: what survives from run to run. */
	job: {
		readonly id: 1;
		readonly enabled: 0 | 1;
		readonly watermark: string | null;
		readonly pair: string | null;
		readonly configuration: string | null;
		readonly nextRun: number | null;
		readonly quarantineJson: string | null;
		readonly allowedDeletions: string | null;
		readonly stagedDeletionsJson: string | null;
		readonly toldJson: string | null;
		/** Of the hashes in intents; null until one is needed. */
		readonly intentKey: string | null;
	};
	/** One row at most. */
	lease: { readonly id: 1 } & Lease;
	link: Link;
	intent: {
		/** Ascending as recorded. */
		readonly number: Generated<number>;
		readonly changeId: string;
		readonly intentJson: string;
	};
	escrow: Escrow;
	cycle: {
		/** Ascending as started. */
		readonly number: Generated<number>;
		readonly id: string;
		readonly kind: Cycle["kind"];
		readonly startedAt: number;
		readonly endedAt: number | null;
		readonly outcome: Cycle["outcome"];
		readonly countsJson: string;
		readonly error: string | null;
	};
	/** Drift that was told and still stands. */
	finding: { readonly sourceId: string; readonly hash: string };
	rulesVersion: {
		/** Ascending as saved. */
		readonly number: Generated<number>;
		readonly savedAt: number;
		readonly savedBy: string | null;
		readonly rulesJson: string;
	};
	/** One row: the last sequence given to a log entry. It outlives entries that retention removed. */
	logHead: { readonly id: 1; readonly sequence: number };
	log: LogRow;
	/** The full-text index over `log`: `rowid` is the entry's sequence (`log-index.ts`). */
	logIndex: { readonly rowid: number; readonly words: string; readonly facets: string };
	/** The distinct words of `logIndex`, in order; one row for each place where a word occurs. */
	logWord: { readonly term: string };
	snapshot: Omit<Snapshot, "scim" | "classic" | "roles" | "content"> & {
		readonly scimJson: string;
		readonly classicJson: string | null;
		readonly rolesJson: string;
		readonly contentJson: string | null;
	};
};

/** A log entry as it is stored. */
export type LogRow = {
	readonly sequence: number;
	readonly time: number;
	readonly cycleId: string;
	readonly changeId: string;
	readonly action: string;
	readonly status: string;
	readonly durationMs: number;
	readonly sourceJson: string | null;
	readonly targetJson: string | null;
	readonly initiatedBy: string;
	readonly stepsJson: string;
	readonly modifiedPropertiesJson: string;
	readonly skipReason: string | null;
	readonly errorJson: string | null;
};

/** An open store's database. */
export type Database = Kysely<Tables>;
