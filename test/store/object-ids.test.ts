import { DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import { expect, it } from "vitest";
import { migrate } from "../../src/store/sql/migrate.ts";
import { sqliteDialect } from "../../src/store/sqlite/dialect.ts";
import { migrations } from "../../src/store/sqlite/migrations/index.ts";
import { openDatabase, openStore } from "../../src/store/sqlite/open.ts";
import { sampleEntry, sampleIntent, sampleLink, storePath } from "./samples.ts";

const guid = (end: string) => `abcdef00-2222-4333-8444-0000000000${end}`;

it("object ids of an older store are in lower case, as files are read now", async () => {
	const file = storePath();
	const store = await openStore(file);
	const [capital, braced, both] = [guid("0a").toUpperCase(), `{${guid("0b").toUpperCase()}}`, guid("0c")];
	const okta = "00U1ABCDEFGHIJKLMNOP";
	for (const id of [capital, braced, both, both.toUpperCase(), okta]) {
		await store.putLink(sampleLink(id, { targetId: `of ${id}` }));
	}
	await store.setFindings(new Map([[capital, "drift"]]));
	const source = { id: capital, displayName: "Ana", userName: "ana@x" };
	const entry = sampleEntry("one", { source });
	await store.intend([{ ...sampleIntent("one"), sourceId: capital, entry, link: sampleLink(capital) }]);
	await store.close();
	const database = new DatabaseSync(file);
	database.exec('update "storeVersion" set "version" = 11');
	for (const later of ["since", "failures"]) database.exec(`alter table "escrow" drop column "${later}"`);
	database.close();
	const db = new Kysely<unknown>({ dialect: sqliteDialect(openDatabase(file), file) });
	await migrate(db, file, { steps: migrations });
	await db.destroy();

	const current = await openStore(file);
	const links = [];
	for await (const page of current.links()) links.push(...page);
	expect(links.map(({ sourceId, targetId }) => [sourceId, targetId]).sort()).toEqual(
		[
			[guid("0a"), `of ${capital}`],
			[guid("0b"), `of ${braced}`],
			[both, `of ${both}`],
			[both.toUpperCase(), `of ${both.toUpperCase()}`],
			[okta, `of ${okta}`],
		].sort(),
	);
	expect([...(await current.findings()).keys()]).toEqual([guid("0a")]);
	expect(await current.openIntents()).toMatchObject([
		{ sourceId: guid("0a"), entry: { source: { id: guid("0a") } }, link: { sourceId: guid("0a") } },
	]);
	await current.close();
});
