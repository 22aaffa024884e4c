import type { Home } from "../../config/home.ts";
import type { Store } from "../../ports/store/store.ts";
import { openStore, readStore } from "../../store/sqlite/open.ts";
import { errorMessage } from "../../text/error-message.ts";
import { isPairOf, type ProvisionedApplication, storesIn } from "./stores-of-application.ts";

/**
 * Forgets, in all stores of this home, that cycles failed because Entra's job of the application was on: it is off now. A store that
 * cannot be read or written is reported, and stays as it is.
 */
export async function forgetJobOn(
	application: ProvisionedApplication,
	{ state }: Pick<Home, "state">,
	warn: (message: string) => void,
): Promise<void> {
	const fails = async (store: Pick<Store, "state">) => {
		const { failedCycles, pair } = await store.state();
		return failedCycles?.error.code === "HostedJobOn" && isPairOf(pair, application);
	};
	for (const file of storesIn(state)) {
		try {
			if (!(await readStore(file, fails))) continue;
			const store = await openStore(file);
			try {
				// A cycle may have failed for another reason since.
				if (await fails(store)) await store.setState({ failedCycles: null });
			} finally {
				await store.close();
			}
		} catch (error) {
			warn(
				`Could not check in ${file} whether cycles failed because Entra's own job was on: ${errorMessage(error)}`,
			);
		}
	}
}
