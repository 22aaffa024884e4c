import type { Home } from "../../config/home.ts";
import type { ProvisioningError } from "../../ports/errors/error-code.ts";
import type { Store } from "../../ports/store/store.ts";
import { readStore } from "../../store/sqlite/open.ts";
import { errorMessage } from "../../text/error-message.ts";
import { openStoreFile } from "../profile/store/open-store-file.ts";
import { storesIn } from "../profile/store/stores-folder.ts";
import { isPairOf, type ProvisionedApplication } from "./stores-of-application.ts";

/**
 * Forgets, in all stores of this home for the application, that cycles failed, where the cause is over: `status` no longer lists it. A
 * store that cannot be read or written is reported, and stays as it is.
 */
export async function forgetFailedCycles(
	application: ProvisionedApplication,
	isOver: (error: ProvisioningError) => boolean,
	{ state }: Pick<Home, "state">,
	warn: (message: string) => void,
): Promise<void> {
	const fails = async (store: Pick<Store, "state">) => {
		const { failedCycles, pair } = await store.state();
		return failedCycles !== null && isOver(failedCycles.error) && isPairOf(pair, application);
	};
	for (const file of storesIn(state)) {
		try {
			if (!(await readStore(file, fails))) continue;
			const store = await openStoreFile(file);
			try {
				// A cycle may have failed for another reason since.
				if (await fails(store)) await store.setState({ failedCycles: null });
			} finally {
				await store.close();
			}
		} catch (error) {
			warn(`Could not check in ${file} why cycles failed: ${errorMessage(error)}`);
		}
	}
}
