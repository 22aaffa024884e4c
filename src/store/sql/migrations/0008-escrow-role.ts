import type { Kysely } from "kysely";

/** The role that a failed user waits for. Those who failed before wait for their next attempt. */
export async function escrowRole(db: Kysely<unknown>): Promise<void> {
	await db.schema.alterTable("escrow").addColumn("role", "text").execute();
}
