import type { Kysely } from "kysely";

/** Which reasons were told by notifications. */
export async function told(db: Kysely<unknown>): Promise<void> {
	await db.schema.alterTable("job").addColumn("toldJson", "text").execute();
}
