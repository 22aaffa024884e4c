import { existsSync, statSync } from "node:fs";
import { profileName, unnamed } from "../../config/from-flags.ts";
import { resolveHome } from "../../config/home.ts";
import { openSettings } from "../../config/saved-profiles.ts";
import { openStore } from "../../store/sqlite/open.ts";
import { assertNotLost } from "../../store/sqlite/store-file.ts";
import { demoName } from "../profile/demo-connection.ts";
import { latestStore } from "../profile/profile-store.ts";
import type { ProfileChoice } from "../profile/resolve-profile.ts";
import type { Provisioning } from "../provisioning/provisioning.ts";

/** A provisioning log by itself: needs no credentials, no source and no target. */
export type OpenedLog = {
	/** The profile's name. */
	readonly profile: string;
	readonly log: Provisioning["log"];
	/** Removes the oldest entries, up to the first that is not older than `before` (milliseconds since 1970). Returns their number. */
	readonly prune: (before: number) => Promise<number>;
	readonly close: () => Promise<void>;
};

/**
 * Opens the log of a profile, or of the runs that had none.
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
	let opened = inodeOf(file);
	let store = await openStore(file);
	return {
		profile: name,
		async log(query) {
			// A recovered store is another file of the same name: a log that is followed must not stay on the damaged one.
			const now = inodeOf(file);
			if (now !== undefined && now !== opened) {
				await store.close();
				opened = now;
				store = await openStore(file);
			}
			return store.log(query);
		},
		prune: (before) => store.pruneLog(before),
		close: () => store.close(),
	};
}

function inodeOf(file: string): number | undefined {
	return statSync(file, { throwIfNoEntry: false })?.ino;
}
