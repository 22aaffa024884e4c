import type { Generated, Kysely } from "kysely";
import type { z } from "zod";
import type { logColumns } from "../../ports/log/log-entry.ts";
import type { Cycle } from "../../ports/store/cycle.ts";
import type { Escrow } from "../../ports/store/escrow.ts";
import type { Link } from "../../ports/store/link.ts";
import type { Snapshot } from "../../ports/store/snapshot.ts";

/** Every table's rows belong to a profile, so that a database can hold several. */
type OfProfile = { readonly profile: string };

/**
 * The store's tables, the same for every database. Columns bear the names of the engine's own fields.
 * Columns named `…Json` hold JSON text, times are milliseconds since 1970, booleans are 0 or 1.
 */
export type Tables = {
	/** One row per profile: what survives from run to run. */
	job: OfProfile & {
		readonly enabled: 0 | 1;
		readonly watermark: string | null;
		readonly pair: string | null;
		readonly configuration: string | null;
		readonly nextRun: number | null;
		readonly quarantineJson: string | null;
		readonly allowedDeletions: string | null;
		readonly stagedDeletionsJson: string | null;
		/** Named `told` before the term was "notified". */
		readonly toldJson: string | null;
		/** Cycles that failed as a whole since the last one that completed. */
		readonly failedCyclesJson: string | null;
		/** Milliseconds since 1970. */
		readonly pausedUntil: number | null;
		/** Whether the target enables deactivated accounts; null while that is not known. */
		readonly enablingJson: string | null;
		/** Of the hashes in intents; null until one is needed. */
		readonly intentKey: string | null;
	};
	/** At most one row per profile. A lease that was released stays, expired, so that tokens never repeat. */
	lease: OfProfile & {
		readonly holder: string;
		readonly processJson: string | null;
		/** By the database's clock. */
		readonly expiresAt: number;
		readonly token: number;
	};
	link: OfProfile & Link;
	intent: OfProfile & {
		/** Ascending as recorded. */
		readonly number: Generated<number>;
		readonly changeId: string;
		readonly intentJson: string;
	};
	escrow: OfProfile &
		Omit<Escrow, "remedy" | "since" | "failures"> & {
			readonly remedyJson: string | null;
			readonly since: number | null;
			readonly failures: number | null;
		};
	cycle: OfProfile & {
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
	/** Drift that was reported and persists. */
	finding: OfProfile & { readonly sourceId: string; readonly hash: string };
	rulesVersion: OfProfile & {
		/** Ascending as saved. */
		readonly number: Generated<number>;
		readonly savedAt: number;
		readonly savedBy: string | null;
		readonly rulesJson: string;
	};
	/** One row per profile: the last sequence given to a log entry. It outlives entries that retention removed. */
	logHead: OfProfile & { readonly sequence: number };
	log: OfProfile & LogRow;
	snapshot: OfProfile &
		Omit<Snapshot, "scim" | "classic" | "roles" | "content"> & {
			readonly scimJson: string;
			readonly classicJson: string | null;
			readonly rolesJson: string;
			readonly contentJson: string | null;
		};
};

/** A log entry as it is stored (`log-row.ts`). */
export type LogRow = Readonly<z.infer<typeof logColumns>> & {
	readonly sequence: number;
	readonly [column: `${string}Json`]: string | null;
};

/** An open store's database. */
export type Database = Kysely<Tables>;

/** The rows of one profile. `file` names the database in messages. */
export type ProfileRows = { readonly db: Database; readonly profile: string; readonly file: string };
