import {
	existsSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	truncateSync,
	writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { backupStore, isBackupDue } from "../../../src/store/sqlite/backup.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";
import { recoverStore } from "../../../src/store/sqlite/recover.ts";
import { sampleLink, sampleOutcome, storePath } from "../samples.ts";

const now = Date.UTC(2026, 0, 2, 3, 4, 5);

describe("a backup", () => {
	it("is a whole store that only its owner can read, made while the store is open", async () => {
		const file = storePath();
		const store = await openStore(file);
		await store.settle([sampleOutcome("a", { link: { type: "put", link: sampleLink("ana") } })]);
		const done = store.backup();
		await store.settle([sampleOutcome("b")]);
		await done;
		expect(statSync(`${file}.backup`).mode & 0o777).toBe(0o600);
		expect(existsSync(`${file}.backup.new`)).toBe(false);
		const copy = await openStore(`${file}.backup`);
		expect(await copy.link("ana")).toEqual(sampleLink("ana"));
		expect(await copy.countLog({ text: "lima" })).toBeGreaterThanOrEqual(1);
		await copy.close();
		await store.close();
	});

	it("takes the place of the last one only when it is complete", async () => {
		const file = storePath();
		const store = await openStore(file);
		await store.backup();
		const good = readFileSync(`${file}.backup`);
		await store.close();
		writeFileSync(file, "damaged ".repeat(1_000));
		await expect(backupStore(file)).rejects.toMatchObject({ name: "StoreError", code: "corrupt" });
		expect(readFileSync(`${file}.backup`).equals(good)).toBe(true);
		expect(existsSync(`${file}.backup.new`)).toBe(false);
	});

	it("of a small store is always due, of a large one as its size allows, and of any after a day", () => {
		const mebibyte = 1024 * 1024;
		const minute = 60_000;
		expect(isBackupDue(mebibyte, 0)).toBe(true);
		expect(isBackupDue(1024 * mebibyte, 60 * minute)).toBe(false);
		expect(isBackupDue(1024 * mebibyte, 70 * minute)).toBe(true);
		expect(isBackupDue(1024 * 1024 * mebibyte, 24 * 60 * minute)).toBe(true);
		// The clock was set back.
		expect(isBackupDue(1024 * mebibyte, -1)).toBe(true);
	});

	it("of a large store is made once, and again only when it is due", async () => {
		const file = storePath();
		const store = await openStore(file);
		const filler = new DatabaseSync(file);
		filler.exec("create table filler (bytes blob); insert into filler values (zeroblob(20000000))");
		filler.exec("pragma wal_checkpoint(truncate)");
		filler.close();
		expect(await store.backupIfDue(0)).toBe(true);
		const { mtimeMs } = statSync(`${file}.backup`);
		expect(await store.backupIfDue(mtimeMs + 30_000)).toBe(false);
		expect(await store.backupIfDue(mtimeMs + 90_000)).toBe(true);
		await store.close();
	});

	it("that finds a folder in its place names that, and not the store", async () => {
		const file = storePath();
		const store = await openStore(file);
		mkdirSync(`${file}.backup`);
		await expect(store.backup()).rejects.toThrow(
			`${file}.backup cannot be written: it is a folder, not a file. Move it away.`,
		);
		await store.close();
	});

	it("of a store in memory is refused", async () => {
		const store = await openStore(":memory:");
		await expect(store.backup()).rejects.toMatchObject({ name: "StoreError", code: "failed" });
	});
});

describe("recoverStore", () => {
	it("keeps the damaged file aside and puts the last good backup in its place", async () => {
		const file = storePath();
		const store = await openStore(file);
		await store.settle([sampleOutcome("a")]);
		await store.backup();
		await store.settle([sampleOutcome("lost")]);
		await store.close();
		writeFileSync(file, "damaged ".repeat(1_000));
		writeFileSync(`${file}-wal`, "of the damaged file");

		const { kept, backupTime } = await recoverStore(file, now);
		if (kept === null) throw new Error("The damaged store was not kept.");
		expect(basename(kept)).toBe("acme.sqlite.corrupt-2026-01-02T03-04-05.000Z");
		expect(readFileSync(kept, "utf8")).toContain("damaged");
		expect(readFileSync(`${kept}-wal`, "utf8")).toBe("of the damaged file");
		expect(backupTime).toBe(Math.floor(statSync(`${file}.backup`).mtimeMs));
		expect(statSync(file).mode & 0o777).toBe(0o600);

		const restored = await openStore(file);
		expect((await restored.log({ order: "ascending", limit: 9 })).map((entry) => entry.changeId)).toEqual([
			"a",
		]);
		expect((await restored.settle([sampleOutcome("b")]))[0]?.sequence).toBe(2);
		await restored.close();
	});

	it("names no store that does not exist", async () => {
		const file = storePath();
		await expect(recoverStore(file, now)).rejects.toThrow(
			`There is nothing to recover: ${file} does not exist, nor does a backup of it.`,
		);
	});

	it("changes nothing without a backup, or with a damaged one", async () => {
		const file = storePath();
		writeFileSync(file, "damaged");
		await expect(recoverStore(file, now)).rejects.toThrow(`There is no backup ${file}.backup`);
		writeFileSync(`${file}.backup`, "damaged as well");
		await expect(recoverStore(file, now)).rejects.toMatchObject({
			code: "corrupt",
			message: expect.stringContaining(`To start over, move ${file} and the backup away`),
		});
		expect(readFileSync(file, "utf8")).toBe("damaged");
		expect(readdirSync(dirname(file)).toSorted()).toEqual(["acme.sqlite", "acme.sqlite.backup"]);
	});
});

describe("a store that lost its content", () => {
	it.each([
		["empty", (file: string) => writeFileSync(file, "")],
		["cut off in its header", (file: string) => truncateSync(file, 50)],
		["cut off after its header", (file: string) => truncateSync(file, 100)],
		["a folder", (file: string) => mkdirSync(rmFile(file))],
		[
			"another application's",
			(file: string) => otherApplication(rmFile(file), "pragma application_id = 252006"),
		],
		[
			"a database of something else",
			(file: string) => otherApplication(rmFile(file), "create table song (title)"),
		],
	])("is refused and left as it is when it is %s, and restored with its links and log", async (_, damage) => {
		const file = storePath();
		const store = await openStore(file);
		await store.settle([sampleOutcome("a", { link: { type: "put", link: sampleLink("ana") } })]);
		await store.backup();
		await store.close();
		damage(file);
		const left = statSync(file).size;
		await expect(openStore(file)).rejects.toMatchObject({ name: "StoreError", code: "corrupt" });
		expect(statSync(file).size).toBe(left);
		const { kept } = await recoverStore(file, now);
		expect(kept !== null && existsSync(kept)).toBe(true);
		const restored = await openStore(file);
		expect((await Array.fromAsync(restored.links())).flat()).toEqual([sampleLink("ana")]);
		expect(await restored.countLog({})).toBe(1);
		await restored.close();
	});

	it("names a backup only when there is one", async () => {
		const file = storePath();
		writeFileSync(file, "not a database".repeat(100));
		const refused = await openStore(file).catch(String);
		expect(refused).toContain("It has no backup. To start over, move it away");
		expect(refused).not.toContain(".backup");
		writeFileSync(`${file}.backup`, "x");
		expect(await openStore(file).catch(String)).toContain(`its last good backup, ${file}.backup`);
	});

	it("is not new when it is missing beside a backup, and is restored from it", async () => {
		const file = storePath();
		const store = await openStore(file);
		await store.putLink(sampleLink("ana"));
		await store.backup();
		await store.close();
		rmSync(file);
		const refused = await openStore(file).catch(String);
		expect(refused).toContain(`${file} is missing, although its backup is there: ${file}.backup.`);
		expect(refused).toContain("sumo-provision recover");
		expect(existsSync(file)).toBe(false);
		expect(await recoverStore(file, now)).toMatchObject({ kept: null });
		const restored = await openStore(file);
		expect(await restored.link("ana")).toEqual(sampleLink("ana"));
		await restored.close();
	});

	it("is new when it is empty and has no backup", async () => {
		const file = storePath();
		writeFileSync(file, "");
		const store = await openStore(file);
		expect(await store.countLog({})).toBe(0);
		await store.close();
	});
});

describe("a store behind a symbolic link", () => {
	it("is backed up and restored, with its links, and the links of the file system stay", async () => {
		const folder = dirname(storePath());
		const elsewhere = join(folder, "elsewhere");
		mkdirSync(elsewhere);
		const file = join(folder, "linked.sqlite");
		symlinkSync(join(elsewhere, "real.sqlite"), file);
		symlinkSync(join(elsewhere, "real.backup"), `${file}.backup`);
		const store = await openStore(file);
		await store.putLink(sampleLink("ana"));
		writeFileSync(join(elsewhere, "real.backup"), "");
		await store.backup();
		await store.close();
		writeFileSync(file, "damaged ".repeat(1_000));
		const { kept } = await recoverStore(file, now);
		expect(kept && dirname(kept)).toBe(elsewhere);
		for (const link of [file, `${file}.backup`]) expect(lstatSync(link).isSymbolicLink()).toBe(true);
		const restored = await openStore(file);
		expect(await restored.link("ana")).toEqual(sampleLink("ana"));
		await restored.close();
	});
});

/** Removes a store, and returns its path. */
function rmFile(file: string): string {
	for (const companion of ["", "-wal", "-shm"]) rmSync(file + companion, { force: true });
	return file;
}

function otherApplication(file: string, statement: string): void {
	const database = new DatabaseSync(file);
	database.exec(`create table some_table (a); ${statement}`);
	database.close();
}
