import type { FileStore } from "../../../store/sqlite/open.ts";
import { errorMessage } from "../../../text/error-message.ts";

/** Backs up the store when a backup is due, for `sumo-provision recover`. A failed backup is only a warning. */
export async function backUp(
	store: Pick<FileStore, "backupIfDue">,
	now: number,
	warn: (message: string) => void,
): Promise<void> {
	try {
		await store.backupIfDue(now);
	} catch (error) {
		warn(`The store could not be backed up: ${errorMessage(error)}`);
	}
}
