import { existsSync } from "node:fs";
import { profileName, unnamed } from "../../config/from-flags.ts";
import { resolveHome } from "../../config/home.ts";
import { openSettings } from "../../config/settings.ts";
import { StoreError } from "../../ports/store.ts";
import { openStore } from "../../store/sqlite/open.ts";
import { checkStore, type Recovery, recoverStore } from "../../store/sqlite/recover.ts";
import { dismissDeadRunner } from "../process/runner.ts";
import { demoName } from "./demo-connection.ts";
import { latestStore } from "./profile-store.ts";
import type { ProfileChoice } from "./resolve-profile.ts";

export type Recovered = Recovery & { readonly profile: string; readonly file: string };

/**
 * Puts the last good backup of a profile's store in the place of a damaged one, which is kept aside. The next cycle then
 * compares everybody, since it cannot know what was done after the backup. Needs no credentials.
 *
 * @param force also replaces a store that is not damaged.
 * @param now milliseconds since 1970.
 * @throws StoreError, ConfigError, and an Error when there is nothing to recover; then nothing has changed.
 */
export async function recoverProfile(
	choice: Omit<ProfileChoice, "demo">,
	{ demo, force, now }: { readonly demo: boolean; readonly force: boolean; readonly now: number },
): Promise<Recovered> {
	const home = resolveHome(choice.flags.home, choice.env);
	const named = demo ? demoName : profileName(choice.flags, choice.env);
	const profile = named ?? (await openSettings(home).currentName()) ?? unnamed;
	const file = latestStore(home, profile);
	if (existsSync(file) && !(await isDamaged(file, now)) && !force) {
		throw new Error(
			`Nothing was changed: ${file} is not damaged. --force puts its last backup in its place all the same.`,
		);
	}
	const recovery = await recoverStore(file, now);
	const store = await openStore(file);
	try {
		await store.setState({ watermark: null, configuration: null });
	} finally {
		await store.close();
	}
	return { ...recovery, profile, file };
}

/** Throws for a store that cannot be used for another reason, and for one that somebody uses. */
async function isDamaged(file: string, now: number): Promise<boolean> {
	try {
		await checkStore(file);
		const store = await openStore(file);
		try {
			await dismissDeadRunner(store, now);
			const lease = await store.lease(now);
			if (lease) throw new StoreError("busy", `${lease.holder} uses ${file}. Stop it first.`);
		} finally {
			await store.close();
		}
		return false;
	} catch (error) {
		if (error instanceof StoreError && error.code === "corrupt") return true;
		throw error;
	}
}
