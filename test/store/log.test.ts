import { statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { Kysely, sql } from "kysely";
import { beforeEach, describe, expect, it } from "vitest";
import type { NewLogEntry } from "../../src/ports/log/log-entry.ts";
import type { LogQuery } from "../../src/ports/store/log-query.ts";
import { toRow } from "../../src/store/sql/log-row.ts";
import { migrate } from "../../src/store/sql/migrate.ts";
import type { LogRow } from "../../src/store/sql/schema.ts";
import { sqliteDialect } from "../../src/store/sqlite/dialect.ts";
import { migrations } from "../../src/store/sqlite/migrations/index.ts";
import { type FileStore, openDatabase, openStore } from "../../src/store/sqlite/open.ts";
import { sampleEntry, sampleOutcome, storePath } from "./samples.ts";

let store: FileStore;

beforeEach(async () => {
	store = await openStore(":memory:");
	return () => store.close();
});

/** Adds entries, numbered from 1. */
async function add(...changes: readonly Partial<NewLogEntry>[]): Promise<void> {
	const before = await store.countLog({});
	await store.settle(
		changes.map((change, index) => {
			const id = `change-${before + index + 1}`;
			return sampleOutcome(id, {
				entry: sampleEntry(id, { source: null, modifiedProperties: [], ...change }),
			});
		}),
	);
}

/** The sequences that a query finds, newest first; checks that counting agrees. */
async function found(query: Partial<LogQuery>): Promise<readonly number[]> {
	const { order: _, limit: __, cursor, ...filter } = query;
	const entries = await store.log({ order: "descending", limit: 100, ...query });
	if (cursor === undefined) expect(await store.countLog(filter)).toBe(entries.length);
	return entries.map((entry) => entry.sequence);
}

const user = (id: string, displayName: string, userName = `${id}@contoso.example`) => ({
	id,
	displayName,
	userName,
});

describe("the log in SQLite", () => {
	it("is found by long beginnings too in a store that was made before they had an index", async () => {
		const file = storePath();
		const bare = new Kysely<unknown>({ dialect: sqliteDialect(openDatabase(file), file) });
		await migrate(bare, file, { steps: migrations.slice(0, 5) });
		const older = bare.withTables<{ log: LogRow }>();
		const rows = Array.from({ length: 1_500 }, (_, index) =>
			toRow({ ...sampleEntry(`commencement${index}`), sequence: index + 1 }),
		);
		for (let start = 0; start < rows.length; start += 500) {
			await older
				.insertInto("log")
				.values(rows.slice(start, start + 500))
				.execute();
		}
		await sql`update "logHead" set "sequence" = ${rows.length}`.execute(bare);
		await bare.destroy();
		const store = await openStore(file);
		expect(await store.countLog({ text: "commen" })).toBe(1_500);
		expect(await store.countLog({ text: "commencement149", statuses: ["success"] })).toBe(11);
		await store.settle([sampleOutcome("commencement9999")]);
		expect(await store.countLog({ text: "commence" })).toBe(1_501);
		await store.close();
		const database = new DatabaseSync(file, { readOnly: true });
		const table = database.prepare("select sql from sqlite_master where name = 'logIndex'").get();
		database.close();
		expect(table?.sql).toContain("prefix = '2 3 4 5 6 7 8'");
	});

	it("removes the oldest entries, and continues the numbering", async () => {
		await add(
			...Array.from({ length: 5_000 }, (_, index) => ({ time: index, source: user(`${index}`, "Ana") })),
		);
		expect(await store.pruneLog(4_500)).toBe(4_500);
		expect(await store.countLog({})).toBe(500);
		expect(await store.countLog({ text: "ana" })).toBe(500);
		expect((await store.log({ order: "ascending", limit: 1 }))[0]?.sequence).toBe(4_501);
		expect(await found({ sourceId: "10" })).toEqual([]);
		expect(await store.pruneLog(4_500)).toBe(0);
		expect(await store.pruneLog(Number.MAX_SAFE_INTEGER)).toBe(500);
		expect(await store.countLog({})).toBe(0);
		const [next] = await store.settle([sampleOutcome("next")]);
		expect(next?.sequence).toBe(5_001);
	});

	it("returns the space of removed entries to the disk", async () => {
		const file = storePath();
		const large = await openStore(file);
		await large.settle(Array.from({ length: 5_000 }, (_, index) => sampleOutcome(`${index}`)));
		await large.close();
		const before = statSync(file).size;
		const again = await openStore(file);
		await again.pruneLog(Number.MAX_SAFE_INTEGER);
		await again.close();
		expect(statSync(file).size).toBeLessThan(before / 4);
	});

	it("keeps what follows the first kept entry, although its clock was behind", async () => {
		await add({ time: 1 }, { time: 100 }, { time: 2 });
		expect(await store.pruneLog(50)).toBe(1);
		expect(await found({})).toEqual([3, 2]);
	});
});
