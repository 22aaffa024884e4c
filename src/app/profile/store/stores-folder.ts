import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "../../../config/errors/config-error.ts";
import { profileNamePattern } from "../../../config/profile-name.ts";
import { shortHash } from "../../../engine/plan/fingerprint.ts";
import { pairInStore } from "../../../store/sqlite/open.ts";
import { backupOf } from "../../../store/sqlite/store-file.ts";

const suffixPattern = /^-[\w-]{8}$/;

/** What is added to a profile's name for the store of a pair of source and target. */
export function pairSuffix(pair: string): string {
	return `-${shortHash(pair).slice(0, 8)}`;
}

/** The stores in a folder; empty before the folder exists. Throws `ConfigError` when it is something else. */
export function storesIn(folder: string): readonly string[] {
	return namesIn(folder)
		.filter((file) => file.endsWith(".sqlite"))
		.map((file) => join(folder, file));
}

/**
 * The stores of a profile: its own, and those of pairs of source and target that flags named (`storeOf`). A store that is missing beside its
 * backup counts too. Throws `ConfigError` when the folder is not a folder.
 */
export function storesOfProfile(folder: string, name: string): readonly string[] {
	const files = namesIn(folder).map((file) => file.replace(/\.backup$/, ""));
	return [...new Set(files)]
		.filter((file) => isStoreOf(folder, file, name))
		.map((file) => join(folder, file));
}

/**
 * The store of the profile acme-services looks like that of a pair of the profile acme: the pair inside decides. Where it can't be read, a
 * suffix that no profile's name can end with is that of a pair.
 */
function isStoreOf(folder: string, file: string, name: string): boolean {
	if (file === `${name}.sqlite`) return true;
	if (!file.startsWith(`${name}-`) || !file.endsWith(".sqlite")) return false;
	const suffix = file.slice(name.length, -".sqlite".length);
	if (!suffixPattern.test(suffix)) return false;
	const path = join(folder, file);
	const pair = pairInStore(existsSync(path) ? path : backupOf(path));
	return pair === null ? !profileNamePattern.test(name + suffix) : pairSuffix(pair) === suffix;
}

function namesIn(folder: string): readonly string[] {
	const stats = statSync(folder, { throwIfNoEntry: false });
	if (stats === undefined) return [];
	if (!stats.isDirectory())
		throw new ConfigError(
			"unreadable",
			`${folder} is not a folder. Move it away, or name another folder with --home.`,
		);
	return readdirSync(folder);
}
