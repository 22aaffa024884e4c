import type { Kysely } from "kysely";

/** What became of a deleted account's content. */
export async function snapshotContent(db: Kysely<unknown>): Promise<void> {
	await db.schema.alterTable("snapshot").addColumn("contentJson", "text").execute();
}
