import { existsSync } from "node:fs";
import type { Environment } from "../../config/given-options.ts";
import { type Home, resolveHome } from "../../config/home.ts";
import { openSettings, type Settings } from "../../config/saved-profiles.ts";
import { openSecrets } from "../../config/secrets.ts";
import { openStarts } from "../../config/starts.ts";
import { StoreError } from "../../ports/store/store-error.ts";
import { isNewStore } from "../../store/sqlite/store-file.ts";
import { errorMessage } from "../../text/error-message.ts";
import { directKey } from "../hosted-job/assert-direct-off.ts";
import { assertClosed, isUnusable } from "../profile/store/assert-closed.ts";
import { openStoreFile } from "../profile/store/open-store-file.ts";
import { latestStore } from "../profile/store/profile-store.ts";
import { storesOfProfile } from "../profile/store/stores-folder.ts";
import { readHostedStatus } from "../status/read-hosted-status.ts";
import { readStatus } from "../status/read-status.ts";
import { copySetup, moveFiles, removeFiles, setupFile } from "./profile-files.ts";
import { type ProfileSummary, type Profiles, ProfilesError } from "./profiles.ts";

export type ProfilesParts = {
	/** The value of `--home`. */
	readonly home: string | undefined;
	readonly env: Environment;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** Gets a sentence for the operator when other users could read the secrets until now. */
	readonly warn: (message: string) => void;
};

/** Opens the profiles of a home. Reads nothing yet. */
export function openProfiles({ home: folder, env, now, warn }: ProfilesParts): Profiles {
	const home = resolveHome(folder, env);
	const settings = openSettings(home);
	const secrets = openSecrets(home, warn);
	const starts = openStarts(home);

	const summary = async (name: string, isSaved: boolean, isDefault: boolean): Promise<ProfileSummary> => {
		const choice = { flags: { home: folder, profile: name }, env };
		const hasRun = !isNewStore(latestStore(home, name));
		const [profile, status] = await Promise.allSettled([
			settings.profile(name),
			isSaved || hasRun ? readStatus(choice, false, now()) : undefined,
		]);
		const isOlder = status.status === "rejected" && isOlderStore(status.reason);
		const failed = [profile, ...(isOlder ? [] : [status])].find((result) => result.status === "rejected");
		return {
			name,
			isSaved,
			isDefault,
			profile: profile.status === "fulfilled" ? profile.value : undefined,
			status: status.status === "fulfilled" ? status.value : undefined,
			isOlder,
			problem: failed === undefined ? null : errorMessage(failed.reason),
		};
	};

	return {
		async list(unsaved) {
			const [names, current] = await Promise.all([settings.profileNames(), settings.currentName()]);
			const all = [...new Set([...names, ...unsaved])].sort();
			return Promise.all(all.map((name) => summary(name, names.includes(name), name === current)));
		},
		async job(name, signal) {
			const profile = await settings.profile(name);
			if (profile?.provisioning.mode !== "hosted" || profile.source.type !== "entra") return null;
			if (profile.source.signIn === "deviceCode") return null;
			return readHostedStatus({ flags: { home: folder, profile: name }, env, warn }, signal);
		},
		copy: (name, copy, options) =>
			settings.exclusively(async (writer) => {
				const isTaken = (await settings.profileNames()).includes(copy);
				if (!isTaken && existsSync(setupFile(home, name)))
					assertNoSetup(home, copy, `Can't copy ${name} to ${copy}`);
				await writer.copyProfile(name, copy);
				await copySetup(home, name, copy);
				if (options.secrets) await secrets.write(copy, await secrets.read(name));
			}),
		rename: (name, to) =>
			settings.exclusively(async (writer) => {
				const stores = await closedStores(home, settings, name);
				if ((await settings.profileNames()).includes(to))
					throw new ProfilesError(
						`Can't rename ${name} to ${to}: there already is a profile ${to} in ${settings.file}. Choose another name.`,
					);
				assertNothingKept(home, to, `Can't rename ${name} to ${to}`);
				const isDefault = (await settings.currentName()) === name;
				await writer.copyProfile(name, to);
				await secrets.write(to, await secrets.read(name));
				const moved = moveFiles(home, stores, name, to);
				for (const [index, store] of stores.entries()) {
					const start = await starts.of(directKey(store));
					const target = moved[index];
					if (start === undefined || target === undefined) continue;
					await starts.record(directKey(target), start);
					await starts.forget(directKey(store));
				}
				if (isDefault) await writer.setCurrent(to);
				await secrets.write(name, {});
				await writer.removeProfile(name);
			}),
		remove: (name, remains) =>
			settings.exclusively(async (writer) => {
				// The settings go even if the store cannot be opened: the store itself stays.
				const damaged = remains === "keep" ? "accept" : "reject";
				const stores = await closedStores(home, settings, name, damaged);
				await secrets.write(name, {});
				await writer.removeProfile(name);
				if (remains === "keep") {
					for (const store of stores) await switchOff(store);
					return;
				}
				removeFiles(home, stores, name);
				for (const store of stores) await starts.forget(directKey(store));
			}),
	};
}

/** Refuses a name under which stores or a setup file of an earlier profile were kept. */
function assertNothingKept(home: Home, name: string, what: string): void {
	const [store] = storesOfProfile(home.state, name);
	if (store !== undefined)
		throw new ProfilesError(
			`${what}: ${store} has the links and log of an earlier profile with that name. Choose another name, or move that file away.`,
		);
	assertNoSetup(home, name, what);
}

function assertNoSetup(home: Home, name: string, what: string): void {
	const file = setupFile(home, name);
	if (existsSync(file))
		throw new ProfilesError(
			`${what}: ${file} is the setup file of an earlier profile with that name. Choose another name, or move that file away.`,
		);
}

/** The stores of a saved profile, which no process works with. */
async function closedStores(
	home: Home,
	settings: Pick<Settings, "profileNames" | "file">,
	name: string,
	damaged: "accept" | "reject" = "reject",
): Promise<readonly string[]> {
	const names = await settings.profileNames();
	if (!names.includes(name)) throw new ProfilesError(`There is no profile ${name} in ${settings.file}.`);
	const stores = storesOfProfile(home.state, name);
	for (const store of stores) {
		try {
			await assertClosed(store, name);
		} catch (error) {
			if (isBusy(error)) throw new ProfilesError(error.message);
			if (damaged === "reject" || !isUnusable(error)) throw error;
		}
	}
	return stores;
}

/** A later profile of the same name, which takes up its links and log, must not run before an operator turns it on. */
async function switchOff(file: string): Promise<void> {
	if (isNewStore(file)) return;
	try {
		const store = await openStoreFile(file);
		await store.setState({ enabled: false, nextRun: null }).finally(() => store.close());
	} catch (error) {
		if (!isUnusable(error)) throw error;
	}
}

/** After an update, each store stays as it was until its profile is opened or runs. */
function isOlderStore(error: unknown): boolean {
	return error instanceof StoreError && error.code === "older-version";
}

function isBusy(error: unknown): error is StoreError {
	return error instanceof StoreError && error.code === "busy";
}
