import { existsSync } from "node:fs";
import { StoreError } from "../../../ports/store/store-error.ts";
import { isNewStore, resolveLinks } from "../../../store/sqlite/store-file.ts";
import { isDeadLease } from "../../process/runner.ts";
import { openStoreFile } from "./open-store-file.ts";

/**
 * Makes sure that no process works with a store, or has it open, before its file is moved, removed or replaced.
 *
 * SQLite removes the write-ahead log with the last connection to a store, so one that remains after opening and closing it belongs to
 * another process (https://sqlite.org/wal.html).
 *
 * @throws StoreError `busy`, and others for a store that can't be read
 */
export async function assertClosed(file: string, profile: string): Promise<void> {
	if (isNewStore(file)) return;
	const store = await openStoreFile(file);
	const lease = await store.lease().finally(() => store.close());
	if (lease !== undefined && !isDeadLease(lease))
		throw new StoreError(
			"busy",
			`Nothing was changed: ${lease.holder} works with the profile ${profile}. Stop it, or run sumo-provision profile release --profile ${profile}.`,
		);
	if (existsSync(`${resolveLinks(file)}-wal`))
		throw new StoreError(
			"busy",
			`Nothing was changed: another process has the profile ${profile} open. Close it there first.`,
		);
}

/** Whether nothing can be read from a store, so that no process works with it either. */
export function isUnusable(error: unknown): boolean {
	return error instanceof StoreError && (error.code === "corrupt" || error.code === "newer-version");
}
