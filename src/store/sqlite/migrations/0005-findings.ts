import type { Kysely } from "kysely";

/** Drift that was found, told and not repaired. */
export async function findings(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable("finding")
		.addColumn("sourceId", "text", (column) => column.primaryKey())
		.addColumn("hash", "text", (column) => column.notNull())
		.execute();
}
