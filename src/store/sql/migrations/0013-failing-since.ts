import type { Kysely } from "kysely";

/** Since when, and how often, a user has failed in all: the other two start over when the user changes. */
export async function failingSince(db: Kysely<unknown>): Promise<void> {
	await db.schema.alterTable("escrow").addColumn("since", "bigint").execute();
	await db.schema.alterTable("escrow").addColumn("failures", "integer").execute();
}
