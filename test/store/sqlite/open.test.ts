import { execFileSync } from "node:child_process";
import {
	chmodSync,
	copyFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	truncateSync,
	writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Kysely, sql } from "kysely";
import { describe, expect, it, onTestFinished } from "vitest";
import { StoreError } from "../../../src/ports/store/store-error.ts";
import { migrate } from "../../../src/store/sql/migrate.ts";
import { sqliteDialect } from "../../../src/store/sqlite/dialect.ts";
import { storeError } from "../../../src/store/sqlite/errors.ts";
import {
	lastUseOfStore,
	openDatabase,
	openStore,
	pairInStore,
	readStore,
	storeOver,
} from "../../../src/store/sqlite/open.ts";
import { sampleIntent, sampleLink, sampleOutcome, storePath } from "../samples.ts";

async function failure(promise: Promise<unknown>): Promise<StoreError> {
	const error = await promise.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(error instanceof StoreError)) throw new Error(`not a StoreError: ${String(error)}`);
	return error;
}

/** Does the work as somebody whom the rights of files bind: they do not bind the superuser. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
	const isSuperuser = process.geteuid?.() === 0;
	if (isSuperuser) process.seteuid?.(65_534);
	try {
		return await work();
	} finally {
		if (isSuperuser) process.seteuid?.(0);
	}
}

describe("openStore", () => {
	it("makes the file and its folder for their owner only, and keeps what it holds", async () => {
		const file = join(dirname(storePath()), "state", "acme.sqlite");
		const first = await openStore(file);
		await first.settle([sampleOutcome("a")]);
		await first.intend([sampleIntent("b")]);
		expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
		for (const companion of ["", "-wal", "-shm"]) {
			expect(statSync(file + companion).mode & 0o777).toBe(0o600);
		}
		await first.close();
		await first.close();
		const second = await openStore(file);
		expect(await second.countLog({})).toBe(1);
		expect(await second.openIntents()).toEqual([sampleIntent("b")]);
		await second.close();
	});

	it("opens a new file for several processes at the same time", async () => {
		const file = storePath();
		const stores = await Promise.all(Array.from({ length: 5 }, () => openStore(file)));
		for (const [index, store] of stores.entries()) await store.settle([sampleOutcome(`${index}`)]);
		expect(await stores[0]?.countLog({})).toBe(5);
		for (const store of stores) await store.close();
	});

	it("refuses a store of a newer version and leaves it as it was", async () => {
		const file = storePath();
		await (await openStore(file)).close();
		const database = new DatabaseSync(file);
		database.exec('update "storeVersion" set version = 99');
		database.close();
		const before = readFileSync(file);
		const error = await failure(openStore(file));
		expect(error.code).toBe("newer-version");
		expect(error.message).toContain(file);
		expect(error.message).toContain("Update sumo-provision");
		expect(readFileSync(file).equals(before)).toBe(true);
	});

	it("is read without writing anything, alone or while another process has it open", async () => {
		const file = storePath();
		const store = await openStore(file);
		await store.putLink(sampleLink("ana"));
		const around = () => readdirSync(dirname(file)).sort();
		const whileOpen = around();
		expect(await readStore(file, (one) => one.link("ana"))).toEqual(sampleLink("ana"));
		expect(around()).toEqual(whileOpen);
		await store.close();
		const [before, alone] = [readFileSync(file), around()];
		expect(await readStore(file, (one) => one.link("ana"))).toEqual(sampleLink("ana"));
		expect((await failure(readStore(file, (one) => one.setState({ enabled: true })))).name).toBe(
			"StoreError",
		);
		expect(readFileSync(file).equals(before)).toBe(true);
		expect(around()).toEqual(alone);
	});

	it("of an older version is not migrated by reading it", async () => {
		const file = storePath();
		copyFileSync(join(import.meta.dirname, "../fixtures", "846c21d", "state.db"), file);
		const before = readFileSync(file);
		const error = await failure(readStore(file, (one) => one.state()));
		expect(error.code).toBe("older-version");
		expect(error.message).toContain("sumo-provision run");
		expect(readFileSync(file).equals(before)).toBe(true);
		expect(readdirSync(dirname(file))).toEqual([basename(file)]);
	});

	it.each(["an empty file", "no file"])(
		"is not new beside a backup that is a pipe or a folder: %s",
		async (what) => {
			for (const make of [
				(path: string) => mkdirSync(path),
				(path: string) => void execFileSync("mkfifo", [path]),
			]) {
				const file = storePath();
				if (what === "an empty file") writeFileSync(file, "");
				make(`${file}.backup`);
				const error = await failure(openStore(file));
				expect(error.code).toBe("corrupt");
				expect(existsSync(file)).toBe(what === "an empty file");
			}
		},
	);

	it("is not waited for when it is a pipe, to be opened or to be read", async () => {
		const file = storePath();
		execFileSync("mkfifo", [file]);
		expect((await failure(openStore(file))).message).toContain("(it is not a file)");
		expect((await failure(readStore(file, (one) => one.state()))).message).toContain("(it is not a file)");
		expect(pairInStore(file)).toBeNull();
		expect(lastUseOfStore(file)).toBeNull();
	});

	it("rejects a file that is not a database and leaves it unchanged", async () => {
		const file = storePath();
		writeFileSync(file, "not a database ".repeat(1_000));
		const error = await failure(openStore(file));
		expect(error.code).toBe("corrupt");
		expect(error.message).toContain(`${file} is damaged or no store`);
		expect(error.message).not.toContain(`${file}.backup`);
		expect(readFileSync(file, "utf8")).toBe("not a database ".repeat(1_000));
		expect(existsSync(`${file}-wal`)).toBe(false);
	});

	it("reports a truncated file", async () => {
		const file = storePath();
		const store = await openStore(file);
		await store.settle(
			Array.from({ length: 200 }, (_, index) =>
				sampleOutcome(`${index}`, { link: { type: "put", link: sampleLink(`${index}`) } }),
			),
		);
		await store.close();
		truncateSync(file, statSync(file).size - 40_960);
		const read = openStore(file).then(async (damaged) => {
			await damaged.log({ order: "ascending", limit: 1_000, text: "ana" });
			await Array.fromAsync(damaged.links());
		});
		expect((await failure(read)).code).toBe("corrupt");
	});

	it("reports a stored value that was changed", async () => {
		const file = storePath();
		const store = await openStore(file);
		await store.settle([sampleOutcome("a")]);
		await store.intend([sampleIntent("b")]);
		const database = new DatabaseSync(file);
		database.exec(`update log set "stepsJson" = '[{"type":"dance"}]'; update intent set "intentJson" = '{'`);
		database.close();
		const log = await failure(store.log({ order: "ascending", limit: 1 }));
		expect([log.code, log.message]).toEqual(["corrupt", expect.stringContaining(`${file}, log entry 1`)]);
		const intents = await failure(store.openIntents());
		expect([intents.code, intents.message]).toEqual([
			"corrupt",
			expect.stringContaining(`${file}, intent b`),
		]);
		await store.close();
	});

	it("reports a full disk, keeps what was written before, and continues when there is space", async () => {
		const file = storePath();
		const database = openDatabase(file);
		const store = await storeOver(database, file);
		await store.settle([sampleOutcome("first")]);
		database.exec("pragma max_page_count = 60");
		const fill = async () => {
			for (let batch = 0; batch < 1_000; batch++) {
				await store.settle([sampleOutcome(`${batch}-a`), sampleOutcome(`${batch}-b`)]);
			}
		};
		const error = await failure(fill());
		expect(error.code).toBe("full");
		expect(error.message).toContain(`There is no space left for ${file}`);
		const written = await store.countLog({});
		expect(written % 2).toBe(1);
		database.exec("pragma max_page_count = 100000");
		const [next] = await store.settle([sampleOutcome("after")]);
		expect(next?.sequence).toBe(written + 1);
		await store.close();
	});

	it("reports a store that another program keeps locked", async () => {
		const file = storePath();
		const store = await storeOver(openDatabase(file), file, { patience: 20 });
		const other = new DatabaseSync(file);
		other.exec("begin immediate");
		expect((await failure(store.settle([sampleOutcome("a")]))).code).toBe("busy");
		other.exec("rollback");
		expect(await store.settle([sampleOutcome("a")])).toHaveLength(1);
		other.close();
		await store.close();
	});

	it("names the user without permission when its folder cannot be written", async () => {
		const file = storePath();
		await (await openStore(file)).close();
		chmodSync(dirname(file), 0o555);
		chmodSync(file, 0o444);
		const readOnly = {
			code: "read-only",
			message: expect.stringContaining(
				"cannot be written: permission denied. Run sumo-provision as the owner of the folder, give this user access to it, or name another folder with --home.",
			),
		};
		await expect(asNobody(() => openStore(file))).rejects.toMatchObject(readOnly);
		// What SQLite says on a read-only file system, where it cannot put its companions beside the file.
		const cannotOpen = Object.assign(new Error("unable to open database file"), { errcode: 14 });
		expect(await asNobody(async () => storeError(file, cannotOpen))).toMatchObject(readOnly);
		chmodSync(file, 0o600);
		chmodSync(dirname(file), 0o700);
		expect(storeError(file, cannotOpen)).toMatchObject({ code: "failed" });
	});

	it("can be read beside the empty write-ahead log of a process that found no room to share it", async () => {
		const file = storePath();
		const store = await openStore(file);
		await store.putLink(sampleLink("ana"));
		await store.close();
		writeFileSync(`${file}-wal`, "");
		chmodSync(file, 0o444);
		chmodSync(`${file}-wal`, 0o444);
		chmodSync(dirname(file), 0o555);
		try {
			const link = () => readStore(file, (one) => one.link("ana"));
			expect(await asNobody(link)).toEqual(sampleLink("ana"));
			chmodSync(`${file}-wal`, 0o600);
			writeFileSync(`${file}-wal`, "changes");
			chmodSync(`${file}-wal`, 0o444);
			expect((await failure(asNobody(link))).code).toBe("read-only");
		} finally {
			chmodSync(dirname(file), 0o700);
		}
	});

	it.skipIf(process.platform !== "linux")(
		"names what keeps a folder from being made, in place of the call",
		async () => {
			const error = await failure(openStore("/proc/sumo-provision/state/acme.sqlite"));
			expect(error.message).toBe(
				"/proc/sumo-provision/state/acme.sqlite cannot be written: the file system creates no folder there. Name another folder with --home.",
			);
		},
	);

	it("reports a folder that cannot be made", async () => {
		const file = storePath();
		writeFileSync(file, "");
		const error = await failure(openStore(join(file, "acme.sqlite")));
		expect(error.message).toContain(file);
	});
});

describe("A store whose file is not in its place anymore", () => {
	it.each([
		["deleted", (file: string) => rmSync(file), "was deleted or moved"],
		["moved", (file: string) => renameSync(file, `${file}.old`), "was deleted or moved"],
		[
			"replaced",
			(file: string) => {
				copyFileSync(file, `${file}.new`);
				renameSync(`${file}.new`, file);
			},
			"was replaced by another file",
		],
	])("gives and confirms no lease: %s", async (_, displace, words) => {
		const file = storePath();
		const store = await openStore(file);
		onTestFinished(() => store.close());
		expect(await store.acquireLease("me")).not.toBeNull();
		displace(file);
		for (const error of [await failure(store.lease()), await failure(store.acquireLease("me"))])
			expect([error.code, error.message]).toEqual(["failed", expect.stringContaining(`${file} ${words}`)]);
	});
});

describe("the dialect", () => {
	it("hands whole numbers over as such, because the full-text index seeks by nothing else", async () => {
		const db = new Kysely<unknown>({ dialect: sqliteDialect(openDatabase(":memory:"), ":memory:") });
		const { rows } = await sql`select typeof(${5}) a, typeof(${-1e15}) b, typeof(${0.5}) c`.execute(db);
		expect(rows).toEqual([{ a: "integer", b: "integer", c: "real" }]);
		await db.destroy();
	});

	it("shows statements that cannot run as errors of the store", async () => {
		const db = new Kysely<unknown>({ dialect: sqliteDialect(openDatabase(":memory:"), "/x/acme.sqlite") });
		const error = await failure(sql`select nothing from nowhere`.execute(db));
		expect([error.code, error.message]).toEqual(["failed", expect.stringContaining("/x/acme.sqlite")]);
		await db.destroy();
	});
});

describe("migrations", () => {
	it("run once, in order, all or none", async () => {
		const file = storePath();
		const db = new Kysely<unknown>({ dialect: sqliteDialect(openDatabase(file), file) });
		const ran: string[] = [];
		const step = (name: string) => async (at: Kysely<unknown>) => {
			ran.push(name);
			await sql`create table ${sql.table(name)} (x integer)`.execute(at);
		};
		const failing = async () => {
			throw new Error("no");
		};
		await migrate(db, file, { steps: [step("one")] });
		await expect(migrate(db, file, { steps: [step("one"), step("two"), failing] })).rejects.toThrow("no");
		await migrate(db, file, { steps: [step("one"), step("two"), step("three")] });
		await migrate(db, file, { steps: [step("one"), step("two"), step("three")] });
		expect(ran).toEqual(["one", "two", "two", "three"]);
		await db.destroy();
	});
});
