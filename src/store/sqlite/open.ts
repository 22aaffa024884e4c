import { closeSync, existsSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import { setImmediate } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { Kysely, sql } from "kysely";
import type { LeaseProcess } from "../../ports/store/lease.ts";
import type { Store } from "../../ports/store/store.ts";
import { StoreError } from "../../ports/store/store-error.ts";
import { assertNoRunner } from "../sql/assert-no-runner.ts";
import { cycles } from "../sql/cycles.ts";
import { escrow } from "../sql/escrow.ts";
import { findings } from "../sql/findings.ts";
import { intents } from "../sql/intents.ts";
import { lease } from "../sql/lease.ts";
import { links } from "../sql/links.ts";
import { assertCurrent, assertNotMigrated, migrate } from "../sql/migrate.ts";
import { rulesVersions } from "../sql/rules-versions.ts";
import type { Tables } from "../sql/schema.ts";
import { settle } from "../sql/settle.ts";
import { snapshots } from "../sql/snapshots.ts";
import { beginProfile, state } from "../sql/state.ts";
import { backupStore, backupStoreIfDue } from "./backup.ts";
import { sqliteDialect } from "./dialect.ts";
import { storeError } from "./errors.ts";
import { log, pruneLog } from "./log.ts";
import { indexEntries } from "./log-index.ts";
import { migrations } from "./migrations/index.ts";
import { newStore } from "./new-store.ts";
import { makePrivateFolder } from "./private-folder.ts";
import { assertFile, assertNoOtherApplication, isNewStore, placeGuard, resolveLinks } from "./store-file.ts";
import type { SqliteDatabase, SqliteTables } from "./tables.ts";

/** A store in a file, with what only a file needs. Every method throws `StoreError`. */
export type FileStore = Store & {
	readonly file: string;
	/** Removes the oldest entries, up to the first that is not older than `before` (milliseconds since 1970), and frees their space. Returns their number. */
	pruneLog(before: number): Promise<number>;
	/** Writes a copy to `<file>.backup`, in place of the last one. */
	backup(): Promise<void>;
	/** The same unless the last one is recent enough for a store of this size: false then. `now` in milliseconds since 1970. */
	backupIfDue(now: number): Promise<boolean>;
};

export type StoreOptions = {
	/** For tests: milliseconds to wait for another's transaction. */
	readonly patience?: number;
	/** For tests: the database's clock, by which leases expire, in milliseconds since 1970. SQLite's own by default. */
	readonly databaseClock?: () => number;
	/** Whether the process that holds a lease runs no more: then a store of an older version is migrated all the same. Default: not known. */
	readonly isHolderGone?: (process: LeaseProcess | null) => boolean;
	/** The store is only read, so it is not migrated. */
	readonly isReadOnly?: boolean;
};

/** A file holds one profile, whatever that is called: its rows need not know. */
const profile = "default";

/**
 * Opens the store of a profile, and creates it when there is none: only its owner can read the file.
 *
 * @param file a path, or `:memory:` for a store that is lost when closed.
 * @throws StoreError `corrupt`, `newer-version`, `read-only`, `full`, `busy` or `failed`; the file is left as it was.
 */
export async function openStore(file: string, options: StoreOptions = {}): Promise<FileStore> {
	return storeOver(openDatabase(file), file, options);
}

/**
 * Reads the store of a profile, and writes nothing: methods that write throw `StoreError`. A store that no process has open is read as
 * immutable, because SQLite would otherwise leave companion files beside it; if a process opens it meanwhile, it is read again.
 *
 * @throws StoreError `older-version` for a store that must be migrated first, and as `openStore` does.
 */
export async function readStore<Result>(
	file: string,
	read: (store: FileStore) => Promise<Result>,
): Promise<Result> {
	const wal = () => statSync(`${resolveLinks(file)}-wal`, { throwIfNoEntry: false });
	const isOpenElsewhere = () => wal() !== undefined;
	const readOnce = async (immutable: boolean) => {
		const store = await storeOver(databaseToRead(file, immutable), file, { isReadOnly: true });
		try {
			return await read(store);
		} finally {
			await store.close();
		}
	};
	if (isOpenElsewhere()) {
		const [shared] = await Promise.allSettled([readOnce(false)]);
		if (shared.status === "fulfilled") return shared.value;
		// A process that was stopped by a full disk leaves an empty log, and SQLite finds no room to share the store.
		const { reason } = shared;
		const isRoomMissing =
			reason instanceof StoreError && (reason.code === "full" || reason.code === "read-only");
		if (isRoomMissing && wal()?.size === 0) return readOnce(true);
		throw reason;
	}
	const [result] = await Promise.allSettled([readOnce(true)]);
	if (isOpenElsewhere()) return readOnce(false);
	if (result.status === "rejected") throw result.reason;
	return result.value;
}

/**
 * The pair of source and target that a store holds the links of (`JobState.pair`), without opening it as a store. Null for a store without
 * a pair, and for one that can't be read: opening it says why.
 */
export function pairInStore(file: string): string | null {
	const pair = valueInStore(file, "select pair from job where pair is not null limit 1");
	return typeof pair === "string" ? pair : null;
}

/**
 * When a store was last used, milliseconds since 1970: its last cycle or log entry, whichever is later, 0 without any. Other than the time of
 * the file, it stays when the file is copied. Null for a store that can't be read.
 */
export function lastUseOfStore(file: string): number | null {
	const lastCycle = `select coalesce("endedAt", "startedAt") from "cycle" order by "number" desc limit 1`;
	const lastEntry = `select "time" from "log" order by "sequence" desc limit 1`;
	const time = valueInStore(file, `select max(coalesce((${lastCycle}), 0), coalesce((${lastEntry}), 0))`);
	return typeof time === "number" ? time : null;
}

/** The first value that a query finds; undefined without a row, and for a store that can't be read. */
function valueInStore(file: string, query: string): SQLOutputValue | undefined {
	try {
		const database = databaseToRead(file, !existsSync(`${resolveLinks(file)}-wal`));
		try {
			return Object.values(database.prepare(query).get() ?? {})[0];
		} finally {
			database.close();
		}
	} catch {
		return undefined;
	}
}

function databaseToRead(file: string, immutable: boolean): DatabaseSync {
	assertFile(file);
	let database: DatabaseSync | undefined;
	try {
		const url = pathToFileURL(file);
		if (immutable) url.searchParams.set("immutable", "1");
		database = new DatabaseSync(url, { readOnly: true });
		assertNoOtherApplication(database, file);
		return database;
	} catch (error) {
		database?.close();
		throw storeError(file, error);
	}
}

/** @throws StoreError */
export function openDatabase(file: string): DatabaseSync {
	let database: DatabaseSync | undefined;
	try {
		const isNew = file !== ":memory:" && isNewStore(file);
		if (isNew) {
			makePrivateFolder(dirname(file));
			// SQLite would create the file readable by all users; its companion files get the file's mode.
			closeSync(openSync(file, "a", 0o600));
		}
		database = new DatabaseSync(file);
		assertNoOtherApplication(database, file);
		// Only for the statements here; later, `patient-driver.ts` waits.
		database.exec("pragma busy_timeout = 5000");
		// So that the space that retention frees can be returned to the file system. Only possible in an empty file.
		if (isNew) database.exec("pragma auto_vacuum = incremental");
		// `full`: what was committed survives a power failure, since an intent must not be lost once its request has been sent.
		// The ledger commits many users at once, so this costs only a few percent even without a rate limit.
		database.exec("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on");
		// 32 MB, mainly for the index over the log.
		database.exec("pragma cache_size = -32000");
		// For the rollback journal of statements with many rows, which need not be a file.
		database.exec("pragma temp_store = memory");
		// 16 MB: pages that many users share are copied into the database once, not once for every thousand pages.
		database.exec("pragma wal_autocheckpoint = 4000");
		database.exec("pragma busy_timeout = 0");
		return database;
	} catch (error) {
		database?.close();
		throw storeError(file, error);
	}
}

/**
 * The store in an open database, which is closed with it, also when it cannot be used.
 */
export async function storeOver(
	database: DatabaseSync,
	file: string,
	{ patience, databaseClock, isHolderGone = () => false, isReadOnly = false }: StoreOptions = {},
): Promise<FileStore> {
	if (databaseClock !== undefined) database.function("sumo_provision_now", () => Math.floor(databaseClock()));
	const now =
		databaseClock === undefined
			? sql<number>`cast(unixepoch('subsec') * 1000 as integer)`
			: sql<number>`sumo_provision_now()`;
	const bare = new Kysely<unknown>({ dialect: sqliteDialect(database, file, patience) });
	const db = bare.withTables<SqliteTables>();
	const rows = { db: bare.withTables<Tables>(), profile, file };
	const leases = lease(rows, now);
	const assertInPlace = file === ":memory:" ? () => undefined : placeGuard(file);
	try {
		if (isReadOnly) await assertCurrent(bare, file, migrations.length);
		else {
			await migrate(bare, file, {
				steps: migrations,
				newStore,
				beforeSteps: (transaction) => assertNoRunner(transaction, file, now, isHolderGone),
			});
			await beginProfile(rows);
		}
	} catch (error) {
		await bare.destroy();
		throw error;
	}
	return {
		file,
		...state(rows),
		...links(rows),
		...intents(rows),
		...settle(rows, indexEntries),
		...escrow(rows),
		...findings(rows),
		...cycles(rows),
		...log(db, file),
		...snapshots(rows),
		...rulesVersions(rows),
		...leases,
		// The lease is confirmed right before each write to the target.
		async lease() {
			assertInPlace();
			return leases.lease();
		},
		async acquireLease(holder, holdingProcess) {
			assertInPlace();
			// In one transaction: a newer version that migrates in between would not see this lease.
			return bare.transaction().execute(async (transaction) => {
				await assertNotMigrated(transaction, file, migrations.length);
				const within = lease({ ...rows, db: transaction.withTables<Tables>() }, now);
				return within.acquireLease(holder, holdingProcess);
			});
		},
		async pruneLog(before) {
			const removed = await pruneLog(db, before);
			if (removed > 0) await giveRoomBack(db);
			return removed;
		},
		backup: () => backupStore(file),
		backupIfDue: (now) => backupStoreIfDue(file, now),
		close: () => db.destroy(),
	};
}

/** Pages per step, so that other processes can write in between. */
const vacuumStep = 1_000;

/** Shortens the file by the pages that nothing uses any more. */
async function giveRoomBack(db: SqliteDatabase): Promise<void> {
	for (let free = await freePages(db), before = free + 1; free > 0 && free < before; ) {
		await sql`pragma incremental_vacuum(${sql.lit(vacuumStep)})`.execute(db);
		await setImmediate();
		before = free;
		free = await freePages(db);
	}
}

async function freePages(db: SqliteDatabase): Promise<number> {
	const { rows } = await sql<{ freelist_count: number }>`pragma freelist_count`.execute(db);
	return rows[0]?.freelist_count ?? 0;
}
