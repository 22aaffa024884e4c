import type { Kysely } from "kysely";
import type { Tables } from "../sql/schema.ts";

/** The full-text index over `log`, which only SQLite has in this form. */
type IndexTables = {
	/** `rowid` is the entry's sequence (`log-index.ts`). */
	logIndex: { readonly rowid: number; readonly words: string; readonly facets: string };
	/** The distinct words of `logIndex`, in order; one row for each place where a word occurs. */
	logWord: { readonly term: string };
};

/** The tables of a store in SQLite. */
export type SqliteTables = Tables & IndexTables;

/** A store's open SQLite database. */
export type SqliteDatabase = Kysely<SqliteTables>;
