import { DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import { describe, expect, it } from "vitest";
import { migrate } from "../../../src/store/sql/migrate.ts";
import { sqliteDialect } from "../../../src/store/sqlite/dialect.ts";
import { migrations } from "../../../src/store/sqlite/migrations/index.ts";
import { openDatabase, openStore } from "../../../src/store/sqlite/open.ts";
import { storePath } from "../samples.ts";

describe("versions of mappings and scope", () => {
	it("come to a store that was made before there were any", async () => {
		const file = storePath();
		const older = new Kysely<unknown>({ dialect: sqliteDialect(openDatabase(file), file) });
		await migrate(older, file, { steps: migrations.slice(0, 1) });
		await older.destroy();
		const store = await openStore(file);
		await store.setState({ enabled: true });
		await store.addRulesVersion({ savedAt: 1, savedBy: "eva", rules: {} });
		expect(await store.rulesVersions()).toHaveLength(1);
		await store.close();
	});

	it("that something else has written over are named", async () => {
		const file = storePath();
		const store = await openStore(file);
		await store.addRulesVersion({ savedAt: 1, savedBy: "eva", rules: {} });
		const database = new DatabaseSync(file);
		database.exec('update "rulesVersion" set "rulesJson" = \'[\'');
		database.close();
		await expect(store.rulesVersions()).rejects.toThrow("version 1 of the mappings does not read");
		await store.close();
	});
});
