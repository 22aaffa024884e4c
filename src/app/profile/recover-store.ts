import { existsSync } from "node:fs";
import { profileName, unnamed } from "../../config/from-flags.ts";
import { resolveHome } from "../../config/home.ts";
import { type RecoveredFile, recoverConfig } from "../../config/recover-config.ts";
import { openSettings } from "../../config/saved-profiles.ts";
import { StoreError } from "../../ports/store/store-error.ts";
import { checkStore, type Recovery, recoverStore } from "../../store/sqlite/recover.ts";
import { demoName } from "./demo-connection.ts";
import type { ProfileChoice } from "./resolve-profile.ts";
import { assertClosed } from "./store/assert-closed.ts";
import { openStoreFile } from "./store/open-store-file.ts";
import { latestStore } from "./store/profile-store.ts";

export type RecoveredStore = Recovery & { readonly profile: string; readonly file: string };

/** `config`: settings and secrets that were replaced by their copies; then the store is left alone. */
export type Recovered =
	| { readonly config: readonly RecoveredFile[]; readonly store: null }
	| { readonly config: readonly []; readonly store: RecoveredStore };

/**
 * Replaces damaged or missing settings and secrets by the copies from when they were last saved. If neither is damaged, replaces the damaged store of
 * a profile by its last good backup; the next cycle then compares all users, since changes after the backup are unknown. The damaged files
 * are kept. Needs no credentials.
 *
 * @param force also replaces a store that is not damaged.
 * @param now milliseconds since 1970.
 * @throws StoreError, ConfigError, and an Error when there is nothing to recover; then nothing is changed.
 */
export async function recoverProfile(
	choice: Omit<ProfileChoice, "demo">,
	{
		demo,
		force,
		now,
		warn,
	}: {
		readonly demo: boolean;
		readonly force: boolean;
		readonly now: number;
		readonly warn: (message: string) => void;
	},
): Promise<Recovered> {
	const home = resolveHome(choice.flags.home, choice.env);
	const config = await recoverConfig(home, now, warn);
	if (config.length > 0) return { config, store: null };
	const named = demo ? demoName : profileName(choice.flags, choice.env);
	const profile = named ?? (await openSettings(home).currentName()) ?? unnamed;
	const file = latestStore(home, profile);
	if (existsSync(file) && !(await isDamaged(file, profile)) && !force) {
		throw new Error(
			`Nothing was changed: ${file} is not damaged. To replace it by its last backup anyway, add --force.`,
		);
	}
	const recovery = await recoverStore(file, now);
	const store = await openStoreFile(file);
	try {
		await store.setState({ watermark: null, configuration: null });
	} finally {
		await store.close();
	}
	return { config: [], store: { ...recovery, profile, file } };
}

/** Throws for a store that can't be used for another reason, and for one that is in use. */
async function isDamaged(file: string, profile: string): Promise<boolean> {
	try {
		await checkStore(file);
		await assertClosed(file, profile);
		return false;
	} catch (error) {
		if (error instanceof StoreError && error.code === "corrupt") return true;
		throw error;
	}
}
