import { resolve } from "node:path";
import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import { Kysely } from "kysely";
import { expect, it } from "vitest";
import { migrate } from "../../../src/store/sql/migrate.ts";
import { sqliteDialect } from "../../../src/store/sqlite/dialect.ts";
import { migrations } from "../../../src/store/sqlite/migrations/index.ts";
import { newStore } from "../../../src/store/sqlite/new-store.ts";

type Rows = readonly Record<string, SQLOutputValue>[];

/** What the migrations leave in an empty database: its tables and indexes as SQLite keeps them, and the rows of each table. */
async function made(statements: readonly string[]) {
	const database = new DatabaseSync(":memory:");
	const db = new Kysely<unknown>({ dialect: sqliteDialect(database, "a store") });
	await migrate(db, "a store", { steps: migrations, newStore: statements });
	const read = (query: string): Rows => database.prepare(query).all();
	const objects = read(`select "type", "name", "sql" from "sqlite_master" order by "type" desc, "name"`);
	const tables = objects.filter(({ type, sql }) => type === "table" && !String(sql).includes("fts5vocab"));
	const rows = tables.map(({ name }) => [String(name), read(`select * from "${name}"`)] as const);
	await db.destroy();
	return { objects, rows };
}

/** Whether it is not made by SQLite itself, or with a full-text index, or by `migrate`. */
const isOurs = (name: SQLOutputValue | undefined) =>
	!/^(?:sqlite_|logIndex_|storeVersion$)/.test(String(name));

function insertion(table: string, row: Rows[number]): string {
	const set = Object.entries(row).filter(([, value]) => value !== null);
	const values = set.map(([, value]) =>
		typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : value,
	);
	return `insert into "${table}" (${set.map(([name]) => `"${name}"`).join(", ")}) values (${values.join(", ")})`;
}

it("new-store.ts makes at once what the migrations make (to update it: npx vitest run test/store/sqlite -u)", async () => {
	const migrated = await made([]);
	const statements = [
		...migrated.objects.filter(({ name }) => isOurs(name)).map(({ sql }) => sql),
		...migrated.rows
			.filter(([name]) => isOurs(name))
			.flatMap(([name, rows]) => rows.map((row) => insertion(name, row))),
	].map((statement) => `\t\`${statement}\`,\n`);
	const text = `// What the migrations make of an empty database, as test/store/sqlite/new-store.test.ts writes it.\nexport const newStore: readonly string[] = [\n${statements.join("")}];\n`;
	await expect(text).toMatchFileSnapshot(
		resolve(import.meta.dirname, "../../../src/store/sqlite/new-store.ts"),
	);
	expect(await made(newStore)).toEqual(migrated);
});
