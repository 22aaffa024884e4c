import { type Kysely, sql } from "kysely";

/** Rows carry the profile, and the lease a token. What was there belongs to the one profile of its file. */
export async function profile(db: Kysely<unknown>): Promise<void> {
	for (const table of ["intent", "cycle", "rulesVersion", "log", "snapshot"]) {
		await db.schema
			.alterTable(table)
			.addColumn("profile", "text", (column) => column.notNull().defaultTo("default"))
			.execute();
	}
	const rebuilt = (name: string) =>
		db.schema.createTable(`${name}New`).addColumn("profile", "text", (column) => column.notNull());

	await rebuilt("job")
		.addColumn("enabled", "integer", (column) => column.notNull())
		.addColumn("watermark", "text")
		.addColumn("pair", "text")
		.addColumn("configuration", "text")
		.addColumn("nextRun", "bigint")
		.addColumn("quarantineJson", "text")
		.addColumn("allowedDeletions", "text")
		.addColumn("stagedDeletionsJson", "text")
		.addColumn("toldJson", "text")
		.addColumn("intentKey", "text")
		.addPrimaryKeyConstraint("jobKey", ["profile"])
		.execute();
	await replace(db, "job", [
		...["enabled", "watermark", "pair", "configuration", "nextRun", "quarantineJson", "allowedDeletions"],
		...["stagedDeletionsJson", "toldJson", "intentKey"],
	]);

	await rebuilt("link")
		.addColumn("sourceId", "text", (column) => column.notNull())
		.addColumn("targetId", "text", (column) => column.notNull())
		.addColumn("userName", "text", (column) => column.notNull())
		.addColumn("displayName", "text", (column) => column.notNull())
		.addColumn("state", "text", (column) => column.notNull().check(sql`"state" in ('managed', 'released')`))
		.addColumn("since", "bigint", (column) => column.notNull())
		.addColumn("fingerprint", "text", (column) => column.notNull())
		.addPrimaryKeyConstraint("linkKey", ["profile", "sourceId"])
		.execute();
	await replace(db, "link", [
		...["sourceId", "targetId", "userName", "displayName", "state", "since", "fingerprint"],
	]);
	await db.schema.createIndex("linkByTarget").on("link").columns(["profile", "targetId"]).execute();

	await rebuilt("escrow")
		.addColumn("sourceId", "text", (column) => column.notNull())
		.addColumn("displayName", "text", (column) => column.notNull())
		.addColumn("code", "text", (column) => column.notNull())
		.addColumn("reason", "text", (column) => column.notNull())
		.addColumn("attempts", "integer", (column) => column.notNull())
		.addColumn("firstFailed", "bigint", (column) => column.notNull())
		.addColumn("lastFailed", "bigint", (column) => column.notNull())
		.addColumn("nextAttempt", "bigint", (column) => column.notNull())
		.addColumn("role", "text")
		.addColumn("fingerprint", "text", (column) => column.notNull())
		.addPrimaryKeyConstraint("escrowKey", ["profile", "sourceId"])
		.execute();
	await replace(db, "escrow", [
		...["sourceId", "displayName", "code", "reason", "attempts", "firstFailed", "lastFailed", "nextAttempt"],
		...["role", "fingerprint"],
	]);

	await rebuilt("finding")
		.addColumn("sourceId", "text", (column) => column.notNull())
		.addColumn("hash", "text", (column) => column.notNull())
		.addPrimaryKeyConstraint("findingKey", ["profile", "sourceId"])
		.execute();
	await replace(db, "finding", ["sourceId", "hash"]);

	await rebuilt("logHead")
		.addColumn("sequence", "bigint", (column) => column.notNull())
		.addPrimaryKeyConstraint("logHeadKey", ["profile"])
		.execute();
	await replace(db, "logHead", ["sequence"]);

	await rebuilt("lease")
		.addColumn("holder", "text", (column) => column.notNull())
		.addColumn("processJson", "text")
		.addColumn("expiresAt", "bigint", (column) => column.notNull())
		.addColumn("token", "bigint", (column) => column.notNull().defaultTo(1))
		.addPrimaryKeyConstraint("leaseKey", ["profile"])
		.execute();
	await replace(db, "lease", ["holder", "expiresAt"]);
}

/** Puts `<name>New` in the place of a table, with its rows. */
async function replace(db: Kysely<unknown>, name: string, columns: readonly string[]): Promise<void> {
	const list = sql.join(columns.map((column) => sql.ref(column)));
	const fresh = sql.table(`${name}New`);
	await sql`insert into ${fresh} ("profile", ${list}) select 'default', ${list} from ${sql.table(name)}`.execute(
		db,
	);
	await sql`drop table ${sql.table(name)}`.execute(db);
	await db.schema.alterTable(`${name}New`).renameTo(name).execute();
}
