import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import { expect, it } from "vitest";
import { runnerName, runnerProcess } from "../../../../src/app/process/runner.ts";
import { breakLease } from "../../../../src/app/profile/break-lease.ts";
import { openStoreFile } from "../../../../src/app/profile/store/open-store-file.ts";
import { storeFile } from "../../../../src/config/home.ts";
import { leaseLifetimeMs } from "../../../../src/ports/store/lease.ts";
import { migrate } from "../../../../src/store/sql/migrate.ts";
import { sqliteDialect } from "../../../../src/store/sqlite/dialect.ts";
import { migrations } from "../../../../src/store/sqlite/migrations/index.ts";
import { makePrivateFolder } from "../../../../src/store/sqlite/private-folder.ts";
import { temporaryHome } from "../../../config/samples.ts";

/** The store of a profile as the previous version left it while the process with this id ran it. */
async function runOnOlder(pid: number) {
	const home = temporaryHome();
	const file = storeFile(home, "acme");
	makePrivateFolder(dirname(file));
	const database = new DatabaseSync(file);
	const older = new Kysely<unknown>({ dialect: sqliteDialect(database, file) });
	await migrate(older, file, { steps: migrations.slice(0, -1) });
	database
		.prepare(
			`insert into "lease" ("profile", "holder", "processJson", "expiresAt") values ('default', ?, ?, ?)`,
		)
		.run(runnerName(pid), JSON.stringify(runnerProcess(pid)), Date.now() + leaseLifetimeMs);
	await older.destroy();
	const choice = { flags: { home: home.config, profile: "acme" }, env: {} };
	return { file, choice };
}

it("a store of an older version is not migrated under a process of this machine, until an operator releases it", async () => {
	const { file, choice } = await runOnOlder(process.pid);
	await expect(openStoreFile(file)).rejects.toThrow(`${runnerName()} runs this profile`);
	await expect(breakLease(choice, { demo: false, force: false })).rejects.toThrow(runnerName());
	expect(await breakLease(choice, { demo: false, force: true })).toMatchObject({ isBroken: true });
	await (await openStoreFile(file)).close();
});

it("a store of an older version is migrated at once when the process that ran it was killed", async () => {
	const { pid } = spawnSync(process.execPath, ["--version"]);
	const { file } = await runOnOlder(pid);
	await (await openStoreFile(file)).close();
});
