import { type FileStore, openStore } from "../../../store/sqlite/open.ts";
import { stateOfHolder } from "../../process/runner.ts";

/**
 * Opens a store. One of an older version is not migrated while a process runs its profile, unless that ran on this machine and is gone.
 *
 * @param isReleased the operator wants it opened whoever runs it
 * @throws StoreError as `openStore` does
 */
export function openStoreFile(file: string, isReleased = false): Promise<FileStore> {
	return openStore(file, { isHolderGone: (process) => isReleased || stateOfHolder(process) === "gone" });
}
