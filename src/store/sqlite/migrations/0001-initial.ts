import { type Kysely, sql } from "kysely";

/** Job state, links, intents, escrow, cycles, log with its index, snapshots, lease. */
export async function initial(db: Kysely<unknown>): Promise<void> {
	const table = (name: string) => db.schema.createTable(name);

	await table("job")
		.addColumn("id", "integer", (column) => column.primaryKey())
		.addColumn("enabled", "integer", (column) => column.notNull())
		.addColumn("watermark", "text")
		.addColumn("pair", "text")
		.addColumn("configuration", "text")
		.addColumn("nextRun", "bigint")
		.addColumn("quarantineJson", "text")
		.addColumn("allowedDeletions", "text")
		.addColumn("stagedDeletionsJson", "text")
		.execute();
	await sql`insert into "job" ("id", "enabled") values (1, 0)`.execute(db);

	await table("lease")
		.addColumn("id", "integer", (column) => column.primaryKey())
		.addColumn("holder", "text", (column) => column.notNull())
		.addColumn("expiresAt", "bigint", (column) => column.notNull())
		.execute();

	await table("link")
		.addColumn("sourceId", "text", (column) => column.primaryKey().notNull())
		.addColumn("targetId", "text", (column) => column.notNull())
		.addColumn("userName", "text", (column) => column.notNull())
		.addColumn("displayName", "text", (column) => column.notNull())
		.addColumn("state", "text", (column) => column.notNull().check(sql`"state" in ('managed', 'released')`))
		.addColumn("since", "bigint", (column) => column.notNull())
		.addColumn("fingerprint", "text", (column) => column.notNull())
		.execute();
	await db.schema.createIndex("linkByTarget").on("link").column("targetId").execute();

	await table("intent")
		.addColumn("number", "integer", (column) => column.primaryKey().autoIncrement())
		.addColumn("changeId", "text", (column) => column.notNull().unique())
		.addColumn("intentJson", "text", (column) => column.notNull())
		.execute();

	await table("escrow")
		.addColumn("sourceId", "text", (column) => column.primaryKey().notNull())
		.addColumn("displayName", "text", (column) => column.notNull())
		.addColumn("code", "text", (column) => column.notNull())
		.addColumn("reason", "text", (column) => column.notNull())
		.addColumn("attempts", "integer", (column) => column.notNull())
		.addColumn("firstFailed", "bigint", (column) => column.notNull())
		.addColumn("lastFailed", "bigint", (column) => column.notNull())
		.addColumn("nextAttempt", "bigint", (column) => column.notNull())
		.addColumn("fingerprint", "text", (column) => column.notNull())
		.execute();

	await table("cycle")
		.addColumn("number", "integer", (column) => column.primaryKey().autoIncrement())
		.addColumn("id", "text", (column) => column.notNull().unique())
		.addColumn("kind", "text", (column) => column.notNull())
		.addColumn("startedAt", "bigint", (column) => column.notNull())
		.addColumn("endedAt", "bigint")
		.addColumn("outcome", "text", (column) => column.notNull())
		.addColumn("countsJson", "text", (column) => column.notNull())
		.addColumn("error", "text")
		.execute();

	await table("logHead")
		.addColumn("id", "integer", (column) => column.primaryKey())
		.addColumn("sequence", "bigint", (column) => column.notNull())
		.execute();
	await sql`insert into "logHead" ("id", "sequence") values (1, 0)`.execute(db);

	await table("log")
		.addColumn("sequence", "integer", (column) => column.primaryKey())
		.addColumn("time", "bigint", (column) => column.notNull())
		.addColumn("cycleId", "text", (column) => column.notNull())
		.addColumn("changeId", "text", (column) => column.notNull().unique())
		.addColumn("action", "text", (column) => column.notNull())
		.addColumn("status", "text", (column) => column.notNull())
		.addColumn("durationMs", "real", (column) => column.notNull())
		.addColumn("sourceJson", "text")
		.addColumn("targetJson", "text")
		.addColumn("initiatedBy", "text", (column) => column.notNull())
		.addColumn("stepsJson", "text", (column) => column.notNull())
		.addColumn("modifiedPropertiesJson", "text", (column) => column.notNull())
		.addColumn("skipReason", "text")
		.addColumn("errorJson", "text")
		.execute();

	// SQLite's own: no copy of the text, prefixes of 2 to 4 characters at once, and a list of the words in it.
	await sql`create virtual table "logIndex" using fts5 (
		words, facets, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '2 3 4'
	)`.execute(db);
	await sql`create virtual table "logWord" using fts5vocab ("logIndex", 'instance')`.execute(db);

	await table("snapshot")
		.addColumn("id", "text", (column) => column.primaryKey().notNull())
		.addColumn("takenAt", "bigint", (column) => column.notNull())
		.addColumn("targetId", "text", (column) => column.notNull())
		.addColumn("userName", "text", (column) => column.notNull())
		.addColumn("displayName", "text", (column) => column.notNull())
		.addColumn("scimJson", "text", (column) => column.notNull())
		.addColumn("classicJson", "text")
		.addColumn("rolesJson", "text", (column) => column.notNull())
		.addColumn("deletedBy", "text", (column) => column.notNull())
		.execute();
	await db.schema.createIndex("snapshotByTime").on("snapshot").column("takenAt").execute();
}
