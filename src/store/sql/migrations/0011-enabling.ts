import type { Kysely } from "kysely";

/** Whether the target enables deactivated accounts, as far as it has shown. */
export async function enabling(db: Kysely<unknown>): Promise<void> {
	await db.schema.alterTable("job").addColumn("enablingJson", "text").execute();
}
