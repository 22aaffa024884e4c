import { type Kysely, sql } from "kysely";
import { facetsOf, wordsOf } from "../log-index.ts";
import { fromRow } from "../log-row.ts";
import type { Tables } from "../schema.ts";

/** Entries a statement. */
const batch = 1_000;

/**
 * Prefixes of up to 8 characters at once, where 4 were the most: in a log of five million entries a word like `person1`,
 * which a hundred thousand others begin with, took seconds. The index holds no text, so that it is made anew from the log.
 */
export async function longPrefixes(db: Kysely<unknown>): Promise<void> {
	await sql`drop table "logWord"`.execute(db);
	await sql`drop table "logIndex"`.execute(db);
	await sql`create virtual table "logIndex" using fts5 (
		words, facets, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '2 3 4 5 6 7 8'
	)`.execute(db);
	await sql`create virtual table "logWord" using fts5vocab ("logIndex", 'instance')`.execute(db);

	const tables = db.withTables<Tables>();
	for (let last = 0; ; ) {
		const rows = await tables
			.selectFrom("log")
			.selectAll()
			.where("sequence", ">", last)
			.orderBy("sequence")
			.limit(batch)
			.execute();
		if (rows.length === 0) return;
		const values = rows.map((row) => {
			const entry = fromRow(row, "the log");
			return { rowid: entry.sequence, words: wordsOf(entry), facets: facetsOf(entry) };
		});
		await tables.insertInto("logIndex").values(values).execute();
		last = rows.at(-1)?.sequence ?? last;
	}
}
