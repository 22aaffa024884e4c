import { existsSync, realpathSync, statSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { StoreError } from "../../ports/store/store-error.ts";
import { corruptSentence } from "./errors.ts";

/** The path of the last good copy of a store. */
export function backupOf(file: string): string {
	return `${file}.backup`;
}

/** The file that a path points to through symbolic links; the path itself without such a file. What replaces the file must not replace a link. */
export function resolveLinks(path: string): string {
	return existsSync(path) ? realpathSync(path) : path;
}

/**
 * Whether a store must be created at a path: there is no file, or an empty one that another process has just created. A file that is missing
 * or empty next to a backup or a write-ahead log has lost its content, for example to a full disk.
 *
 * @throws StoreError `corrupt`
 */
export function isNewStore(file: string): boolean {
	const stats = statSync(file, { throwIfNoEntry: false });
	if (stats === undefined) {
		assertNotLost(file);
		return true;
	}
	assertFile(file);
	if (stats.size > 0) return false;
	if (mayHoldStore(backupOf(file)) || mayHoldStore(`${resolveLinks(file)}-wal`))
		throw corrupt(file, "it is empty");
	return true;
}

/** Refuses anything but a file in the place of a store: opening a pipe would wait for its other end. Throws `StoreError` `corrupt`. */
export function assertFile(file: string): void {
	const stats = statSync(file, { throwIfNoEntry: false });
	if (stats?.isFile() === false) throw corrupt(file, "it is not a file");
}

/** Refuses a store that is missing although its backup is there. Throws `StoreError` `corrupt`. */
export function assertNotLost(file: string): void {
	const backup = backupOf(file);
	if (existsSync(file) || !mayHoldStore(backup)) return;
	if (!statSync(backup).isFile())
		throw new StoreError(
			"corrupt",
			`${file} is missing, and its backup is not a file: ${backup}. To start over, move the backup away: users are then re-matched with their accounts.`,
		);
	throw new StoreError(
		"corrupt",
		`${file} is missing, although its backup is there: ${backup}. "sumo-provision recover" puts the backup in its place. To start over, move the backup away: users are then re-matched with their accounts.`,
	);
}

/**
 * Checks, whenever it is called, that the path still leads to the file that it leads to now. SQLite keeps using a file that was deleted,
 * moved or replaced, and what is recorded there is lost; meanwhile another process can hold the lease in the file that is at the path.
 */
export function placeGuard(file: string): () => void {
	const fileId = () => statSync(file, { bigint: true, throwIfNoEntry: false })?.ino;
	const opened = fileId();
	return () => {
		const now = fileId();
		if (now === opened) return;
		const what = now === undefined ? "deleted or moved" : "replaced by another file";
		throw new StoreError(
			"failed",
			`${file} was ${what} while sumo-provision used it. Nothing is written anymore. Start sumo-provision again: what the store at that path does not show is then compared with the target.`,
		);
	};
}

/** Whether something is at the path that an empty file has not replaced: a pipe or a folder in the place of a store is no sign of a new one. */
function mayHoldStore(path: string): boolean {
	const stats = statSync(path, { throwIfNoEntry: false });
	return stats !== undefined && (stats.size > 0 || !stats.isFile());
}

/** Refuses the database of another application. Throws `StoreError` `corrupt`. */
export function assertNoOtherApplication(database: DatabaseSync, file: string): void {
	const [row] = database.prepare("pragma application_id").all();
	const id = row?.application_id;
	if (id !== 0) throw corrupt(file, `it belongs to another application, with the id ${String(id)}`);
}

function corrupt(file: string, reason: string): StoreError {
	return new StoreError("corrupt", `${corruptSentence(file)} (${reason})`);
}
