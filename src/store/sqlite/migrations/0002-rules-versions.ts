import type { Kysely } from "kysely";

/** Saved states of mappings and scope. */
export async function rulesVersions(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable("rulesVersion")
		.addColumn("number", "integer", (column) => column.primaryKey().autoIncrement())
		.addColumn("savedAt", "bigint", (column) => column.notNull())
		.addColumn("savedBy", "text")
		.addColumn("rulesJson", "text", (column) => column.notNull())
		.execute();
}
