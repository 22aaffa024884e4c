import type { Kysely } from "kysely";

/**
 * What is needed to show failures until they are solved: cycles that failed as a whole, until when the target asked to pause, and
 * the remedy of each failed user.
 */
export async function openMatters(db: Kysely<unknown>): Promise<void> {
	await db.schema.alterTable("job").addColumn("failedCyclesJson", "text").execute();
	await db.schema.alterTable("job").addColumn("pausedUntil", "integer").execute();
	await db.schema
		.alterTable("escrow")
		.addColumn("userName", "text", (column) => column.notNull().defaultTo(""))
		.execute();
	await db.schema.alterTable("escrow").addColumn("recommendedAction", "text").execute();
	await db.schema.alterTable("escrow").addColumn("remedyJson", "text").execute();
}
