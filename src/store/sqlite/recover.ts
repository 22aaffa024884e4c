import { existsSync } from "node:fs";
import { chmod, copyFile, rename, stat } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { StoreError } from "../../ports/store/store-error.ts";
import { storeError } from "./errors.ts";
import { backupOf, isNewStore, resolveLinks } from "./store-file.ts";

/** What `recoverStore` did. */
export type Recovery = {
	/** The new path of the damaged file; null if it was missing. */
	readonly kept: string | null;
	/** From when the restored copy is, milliseconds since 1970: later changes to links and log are lost. */
	readonly backupTime: number;
};

/**
 * Replaces a damaged store with the last good backup, and keeps the damaged one next to it as `<file>.corrupt-<time>`.
 * Only at the operator's request, with no other process using the store. A symbolic link stays, and what it leads to is replaced.
 *
 * @param now milliseconds since 1970.
 * @throws StoreError when there is no backup, or it is damaged too: then nothing has changed.
 */
export async function recoverStore(path: string, now: number): Promise<Recovery> {
	const backup = backupOf(path);
	const file = resolveLinks(path);
	try {
		const { mtimeMs } = await checkBackup(backup, file);
		const restored = `${file}.restored`;
		await copyFile(backup, restored);
		await chmod(restored, 0o600);
		const kept = `${file}.corrupt-${new Date(now).toISOString().replaceAll(":", "-")}`;
		// The write-ahead log belongs to the damaged file: beside the restored one it would damage that.
		for (const companion of ["", "-wal", "-shm"]) {
			if (existsSync(file + companion)) await rename(file + companion, kept + companion);
		}
		const wasThere = existsSync(kept);
		await rename(restored, file);
		return { kept: wasThere ? kept : null, backupTime: Math.floor(mtimeMs) };
	} catch (error) {
		throw storeError(file, error);
	}
}

/**
 * Reads a whole store, and throws when any of it is damaged.
 *
 * @throws StoreError `corrupt`, or what kept it from being read.
 */
export async function checkStore(file: string): Promise<void> {
	try {
		isNewStore(file);
		const database = new DatabaseSync(file, { readOnly: true });
		try {
			database.exec("pragma busy_timeout = 5000");
			const [first] = database.prepare("pragma quick_check(1)").all();
			if (first?.quick_check !== "ok") {
				throw new StoreError("corrupt", `${file} is damaged: ${String(first?.quick_check)}.`);
			}
		} finally {
			database.close();
		}
	} catch (error) {
		throw storeError(file, error);
	}
}

async function checkBackup(backup: string, file: string): Promise<{ mtimeMs: number }> {
	if (!existsSync(backup)) {
		throw new StoreError(
			"failed",
			existsSync(file)
				? `There is no backup ${backup} to restore, and nothing was changed. To start over, move ${file} away: users are then re-matched with their accounts.`
				: `There is nothing to recover: ${file} does not exist, nor does a backup of it.`,
		);
	}
	try {
		await checkStore(backup);
		return await stat(backup);
	} catch (error) {
		const both = existsSync(file) ? `${file} and the backup` : "it";
		throw new StoreError(
			"corrupt",
			`The backup ${backup} is damaged too. Nothing was changed. To start over, move ${both} away: users are then re-matched with their accounts.`,
			error,
		);
	}
}
