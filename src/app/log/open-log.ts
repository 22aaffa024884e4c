import { existsSync } from "node:fs";
import { profileName, unnamed } from "../../config/from-flags.ts";
import { resolveHome } from "../../config/home.ts";
import { openSettings } from "../../config/saved-profiles.ts";
import type { Store } from "../../ports/store/store.ts";
import { StoreError } from "../../ports/store/store-error.ts";
import { readStore } from "../../store/sqlite/open.ts";
import { assertNotLost } from "../../store/sqlite/store-file.ts";
import { demoName } from "../profile/demo-connection.ts";
import type { ProfileChoice } from "../profile/resolve-profile.ts";
import { openStoreFile } from "../profile/store/open-store-file.ts";
import { latestStore } from "../profile/store/profile-store.ts";
import type { Provisioning } from "../provisioning/provisioning.ts";

/** A provisioning log alone: needs no credentials, no source and no target. */
export type OpenedLog = {
	/** The profile's name. */
	readonly profile: string;
	readonly log: Provisioning["log"];
	/** Removes the oldest entries, up to the first that is not older than `before` (milliseconds since 1970). Returns their number. */
	readonly prune: (before: number) => Promise<number>;
};

/**
 * Opens the log of a profile, or of the runs that had none. Reading it writes nothing, so that the home may be read-only, except that a
 * store of an older version is migrated first. The file is opened for each read: a recovered store is another file of the same name, and a
 * log that is followed must not stay on the damaged one.
 *
 * @throws StoreError, ConfigError
 */
export async function openLog(choice: Omit<ProfileChoice, "demo">, demo: boolean): Promise<OpenedLog> {
	const home = resolveHome(choice.flags.home, choice.env);
	const named = demo ? demoName : profileName(choice.flags, choice.env);
	const name = named ?? (await openSettings(home).currentName()) ?? unnamed;
	const file = latestStore(home, name);
	assertNotLost(file);
	if (!existsSync(file)) throw new Error(`The profile ${name} has no provisioning log yet (${file}).`);
	return {
		profile: name,
		log: (query) => readMigrated(file, (store) => store.log(query)),
		async prune(before) {
			const store = await openStoreFile(file);
			try {
				return await store.pruneLog(before);
			} finally {
				await store.close();
			}
		},
	};
}

async function readMigrated<Result>(
	file: string,
	read: (store: Pick<Store, "log">) => Promise<Result>,
): Promise<Result> {
	try {
		return await readStore(file, read);
	} catch (error) {
		if (!(error instanceof StoreError && error.code === "older-version")) throw error;
		await (await openStoreFile(file)).close();
		return readStore(file, read);
	}
}
