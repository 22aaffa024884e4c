import type { Kysely } from "kysely";

/** The key of the hashes that stand in intents for values wrapped in `Redact`. */
export async function intentKey(db: Kysely<unknown>): Promise<void> {
	await db.schema.alterTable("job").addColumn("intentKey", "text").execute();
}
