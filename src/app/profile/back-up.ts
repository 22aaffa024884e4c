import type { FileStore } from "../../store/sqlite/open.ts";
import { errorMessage } from "../../text/error-message.ts";

/** Keeps a copy of the store aside when one is due, for `sumo-provision recover`. A copy that cannot be made is told and harms nothing else. */
export async function backUp(
	store: Pick<FileStore, "backupIfDue">,
	now: number,
	warn: (message: string) => void,
): Promise<void> {
	try {
		await store.backupIfDue(now);
	} catch (error) {
		warn(`No backup of the store was made. ${errorMessage(error)}`);
	}
}
