import { existsSync } from "node:fs";
import { chmod, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
import { StoreError } from "../../ports/store/store-error.ts";
import { storeError } from "./errors.ts";
import { backupOf, resolveLinks } from "./store-file.ts";

/** A store of up to this many bytes is copied quickly. */
const small = 16 * 1024 * 1024;

/** Maximum bytes to copy per millisecond since the last backup of a larger store: 1 GiB about every 70 minutes. */
const bytesPerMs = 256;

const day = 24 * 3_600_000;

/** Whether a store of this size in bytes is due for a backup when the last one has this age in milliseconds; after a day at the latest. */
export function isBackupDue(bytes: number, age: number): boolean {
	return bytes <= small || age < 0 || age >= Math.min(bytes / bytesPerMs, day);
}

/**
 * The same as `backupStore`, but not more often than the size of the store allows. False when it was not due.
 *
 * @param now milliseconds since 1970.
 * @throws StoreError
 */
export async function backupStoreIfDue(file: string, now: number): Promise<boolean> {
	try {
		const backup = backupOf(file);
		const isDue =
			!existsSync(backup) || isBackupDue((await stat(file)).size, now - (await stat(backup)).mtimeMs);
		if (!isDue) return false;
	} catch (error) {
		throw storeError(file, error);
	}
	await backupStore(file);
	return true;
}

/**
 * Writes a consistent copy of a store to `<file>.backup`, while others continue to read and write it. The previous copy
 * is replaced only once the new one is complete and on disk, so a damaged store never overwrites a good backup.
 *
 * @throws StoreError
 */
export async function backupStore(file: string): Promise<void> {
	if (file === ":memory:") throw new StoreError("failed", "A store in memory has no file to back up.");
	const backup = resolveLinks(backupOf(file));
	const copy = `${backup}.new`;
	try {
		await rm(copy, { force: true });
		// SQLite fills an empty file, and keeps the mode that it finds.
		await (await open(copy, "wx", 0o600)).close();
		await vacuumInto(file, copy);
		await chmod(copy, 0o600);
		await flush(copy);
		await rename(copy, backup);
		await flush(dirname(backup));
	} catch (error) {
		await rm(copy, { force: true });
		// SQLite complains of the store, the file system of the copy.
		const isOfStore = error instanceof Error && "errcode" in error;
		throw storeError(isOfStore ? file : backup, error);
	}
}

/**
 * SQLite copies in one step, which takes seconds for a long log: a separate thread keeps the console responsive.
 * Its code is a string because the product is bundled into one file, where a thread has no file to start from.
 */
const copying = `
const { DatabaseSync } = require("node:sqlite");
const { parentPort, workerData } = require("node:worker_threads");
try {
	const database = new DatabaseSync(workerData.file, { readOnly: true });
	database.exec("pragma busy_timeout = 5000");
	database.prepare("vacuum into ?").run(workerData.copy);
	database.close();
	parentPort.postMessage({ done: true });
} catch (error) {
	parentPort.postMessage({ done: false, errcode: error.errcode, message: error.message });
}
`;

type Copied =
	| { readonly done: true }
	| { readonly done: false; readonly errcode?: number; readonly message: string };

function vacuumInto(file: string, copy: string): Promise<void> {
	return new Promise((resolve, reject) => {
		const worker = new Worker(copying, { eval: true, workerData: { file, copy } });
		worker.once("message", (result: Copied) => {
			if (result.done) resolve();
			else reject(Object.assign(new Error(result.message), { errcode: result.errcode }));
		});
		worker.once("error", reject);
		worker.once("exit", (code) => reject(new Error(`the copying thread ended with ${code}`)));
	});
}

/** Waits until a file's or folder's content is on disk. */
async function flush(path: string): Promise<void> {
	const handle = await open(path, "r");
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}
