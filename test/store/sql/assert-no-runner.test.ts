import { setImmediate } from "node:timers/promises";
import { Kysely } from "kysely";
import { describe, expect, it, onTestFinished } from "vitest";
import { leaseLifetimeMs } from "../../../src/ports/store/lease.ts";
import { migrate } from "../../../src/store/sql/migrate.ts";
import { sqliteDialect } from "../../../src/store/sqlite/dialect.ts";
import { migrations } from "../../../src/store/sqlite/migrations/index.ts";
import { openDatabase, openStore } from "../../../src/store/sqlite/open.ts";
import { storePath } from "../samples.ts";

const start = 1_900_000_000_000;

/** A store of an older version, open in a process of that version that holds the lease until `expiresAt`. */
async function heldStore(version: number, expiresAt: number) {
	const file = storePath();
	const database = openDatabase(file);
	const older = new Kysely<unknown>({ dialect: sqliteDialect(database, file) });
	onTestFinished(() => older.destroy());
	await migrate(older, file, { steps: migrations.slice(0, version) });
	const isFirst = version < 9;
	const process = JSON.stringify({ host: "h", id: 7, place: "p" });
	const columns = isFirst ? `"id", "holder", "expiresAt"` : `"profile", "holder", "processJson", "expiresAt"`;
	const values = isFirst
		? `1, 'the older one', ${expiresAt}`
		: `'default', 'the older one', '${process}', ${expiresAt}`;
	database.exec(`insert into "lease" (${columns}) values (${values})`);
	const versionNow = () => database.prepare(`select "version" from "storeVersion"`).get()?.version;
	return { file, versionNow };
}

describe.each([1, 8, 9, migrations.length - 1])("a store of version %i", (version) => {
	it("is not migrated while a process runs its profile", async () => {
		const { file, versionNow } = await heldStore(version, start + 20_000);
		const opened = openStore(file, { databaseClock: () => start });
		await expect(opened).rejects.toMatchObject({
			code: "busy",
			message: expect.stringMatching(
				/^the older one runs this profile .*cannot be brought up to date meanwhile/,
			),
		});
		expect(versionNow()).toBe(version);
	});

	it.each([
		["has ended", start],
		["was written while a clock was wrong", start + leaseLifetimeMs + 1],
	])("is migrated when its lease %s", async (_, expiresAt) => {
		const { file, versionNow } = await heldStore(version, expiresAt);
		const store = await openStore(file, { databaseClock: () => start });
		await store.close();
		expect(versionNow()).toBe(migrations.length);
	});
});

it("is migrated when the process that holds the lease is gone", async () => {
	const { file, versionNow } = await heldStore(migrations.length - 1, start + 20_000);
	const store = await openStore(file, {
		databaseClock: () => start,
		isHolderGone: (process) => process?.id === 7,
	});
	await store.close();
	expect(versionNow()).toBe(migrations.length);
});

it("opens whoever runs its profile if it needs no migration", async () => {
	const { file } = await heldStore(migrations.length, start + 20_000);
	const store = await openStore(file, { databaseClock: () => start });
	expect(await store.lease()).toMatchObject({ holder: "the older one" });
	await store.close();
});

it("is run no more by a process that opened it before a newer version migrated it", async () => {
	const file = storePath();
	const store = await openStore(file);
	onTestFinished(() => store.close());
	expect(await store.acquireLease("this one")).toBe(1);
	const newer = openDatabase(file);
	newer.exec(`update "storeVersion" set "version" = "version" + 1`);
	newer.close();
	await expect(store.acquireLease("this one")).rejects.toMatchObject({
		code: "newer-version",
		message: expect.stringContaining("since this one opened it"),
	});
	await store.releaseLease("this one");
});

it("is run no more by a process that asked for the lease while a newer version migrated it", async () => {
	const file = storePath();
	const store = await openStore(file);
	onTestFinished(() => store.close());
	const newer = openDatabase(file);
	onTestFinished(() => newer.close());
	newer.exec(`begin immediate; update "storeVersion" set "version" = "version" + 1`);
	const acquired = store.acquireLease("this one").catch((error: unknown) => error);
	await setImmediate();
	newer.exec("commit");
	expect(await acquired).toMatchObject({ code: "newer-version" });
});
