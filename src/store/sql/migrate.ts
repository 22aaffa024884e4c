import { type Kysely, sql } from "kysely";
import { StoreError } from "../../ports/store/store-error.ts";

export type Migrations = {
	readonly steps: readonly ((db: Kysely<unknown>) => Promise<void>)[];
	/** Statements that make of an empty database what all steps make of it, in a quarter of the time. */
	readonly newStore?: readonly string[];
	/** Called within the transaction before the tables of an older version are changed. What it throws leaves them as they are. */
	readonly beforeSteps?: (db: Kysely<unknown>) => Promise<void>;
};

/**
 * Migrates a database to the current tables: all missing steps or none. An up-to-date database is only read.
 *
 * @param file for the message.
 * @throws StoreError `newer-version` when a newer sumo-provision wrote it, `corrupt` when what it holds cannot be read, and what `beforeSteps`
 * throws.
 */
export async function migrate(
	db: Kysely<unknown>,
	file: string,
	{ steps, newStore = [], beforeSteps }: Migrations,
): Promise<void> {
	if ((await storeVersion(db, file)) === steps.length) return;
	await db.transaction().execute(async (transaction) => {
		// Read again: another process may have migrated it in the meantime.
		const at = await storeVersion(transaction, file);
		if (at > steps.length) throw newerVersion(file, at, steps.length);
		if (at === 0) {
			await sql`create table "storeVersion" ("version" integer not null)`.execute(transaction);
			await sql`insert into "storeVersion" values (0)`.execute(transaction);
			for (const statement of newStore) await sql.raw(statement).execute(transaction);
		}
		if (at > 0 && at < steps.length) await beforeSteps?.(transaction);
		const missing = at === 0 && newStore.length > 0 ? [] : steps.slice(at);
		for (const step of missing) await perform(step, transaction, file);
		await sql`update "storeVersion" set "version" = ${steps.length}`.execute(transaction);
	});
}

/**
 * Checks that a database has the current tables, without changing it.
 *
 * @throws StoreError `older-version`, and as `migrate` does.
 */
export async function assertCurrent(db: Kysely<unknown>, file: string, current: number): Promise<void> {
	const at = await storeVersion(db, file);
	if (at > current) throw newerVersion(file, at, current);
	if (at === current) return;
	throw new StoreError(
		"older-version",
		`${file} was written by an older sumo-provision (store version ${at}; this one uses ${current}), and is only read here. The next cycle or console brings it up to date: run "sumo-provision run".`,
	);
}

/**
 * Checks that no newer version has migrated a database since it was opened: its tables may mean something else now.
 *
 * @throws StoreError `newer-version`
 */
export async function assertNotMigrated(db: Kysely<unknown>, file: string, known: number): Promise<void> {
	const at = await writtenVersion(db);
	if (at <= known) return;
	throw new StoreError(
		"newer-version",
		`A newer sumo-provision has brought ${file} up to date since this one opened it (store version ${at}; this one knows ${known}). Nothing was changed. Close this one, and start the newer one.`,
	);
}

function newerVersion(file: string, at: number, known: number): StoreError {
	return new StoreError(
		"newer-version",
		`${file} was written by a newer sumo-provision (store version ${at}; this one knows ${known}). Update sumo-provision, or use another --home.`,
	);
}

async function perform(
	step: (db: Kysely<unknown>) => Promise<void>,
	transaction: Kysely<unknown>,
	file: string,
): Promise<void> {
	try {
		await step(transaction);
	} catch (cause) {
		if (cause instanceof StoreError) throw cause;
		throw new StoreError(
			"corrupt",
			`${file} cannot be brought up to date. Something other than sumo-provision changed it: restore the last good backup.`,
			cause,
		);
	}
}

/** Number of steps that have run in a database; 0 for an empty one. */
async function storeVersion(db: Kysely<unknown>, file: string): Promise<number> {
	const tables = await db.introspection.getTables();
	if (tables.length === 0) return 0;
	if (!tables.some((table) => table.name === "storeVersion"))
		throw new StoreError(
			"corrupt",
			`${file} is not a store of sumo-provision: it holds other tables. It was left as it is. Move it away, or use another --home.`,
		);
	return writtenVersion(db);
}

async function writtenVersion(db: Kysely<unknown>): Promise<number> {
	const { rows } = await sql<{ version: number }>`select "version" from "storeVersion"`.execute(db);
	return rows[0]?.version ?? 0;
}
