import { existsSync, statSync } from "node:fs";
import { basename } from "node:path";
import { type Home, storeFile } from "../../../config/home.ts";
import type { Profile } from "../../../config/profile.ts";
import { lastUseOfStore, pairInStore } from "../../../store/sqlite/open.ts";
import { backupOf, resolveLinks } from "../../../store/sqlite/store-file.ts";
import { pairSuffix, storesOfProfile } from "./stores-folder.ts";

/** The pair of source and target that links belong to. A renamed file is the same source; ports of the demo change. */
export function pairOf({ source, target }: Profile): string {
	const from = source.type === "entra" ? [source.tenantId, source.application] : [source.type];
	const to =
		source.type === "demo" ? ["demo"] : [target.deployment, target.scimUrl?.replace(/\/+$/, "") ?? ""];
	return JSON.stringify([...from, ...to]);
}

/**
 * The store that a profile uses. Flags and environment variables can name another source or target than the saved one: each such pair
 * has its own store, so that scripts that take turns on one home never lose each other's links. A profile that ran on flags before it was
 * saved keeps the store of its pair. Of two that could be meant, it is the one that holds the links of the pair, otherwise the one used
 * last: processes that open one profile must share one lease.
 */
export function storeOf(home: Home, profile: Profile, saved: Profile | undefined): string {
	const own = storeFile(home, profile.name);
	if (profile.source.type === "demo") return own;
	const ofPair = storeFile(home, `${profile.name}${pairSuffix(pairOf(profile))}`);
	const isOwn = saved !== undefined && pairOf(saved) === pairOf(profile);
	// Before each pair had a store, a profile of flags used that of its name: its links and log go on.
	const isOlder = saved === undefined && !existsSync(ofPair) && pairInStore(own) === pairOf(profile);
	if (!isOwn) return isOlder ? own : ofPair;
	if (!existsSync(ofPair)) return own;
	// Both exist when the pair was saved over another one, and when the profile was opened before it was saved.
	const [isOwnOfPair, isOther] = [own, ofPair].map((file) => pairInStore(file) === pairOf(profile));
	if (isOwnOfPair !== isOther) return isOther === true ? ofPair : own;
	return lastUse(ofPair) > lastUse(own) ? ofPair : own;
}

/** The name of the profile whose store is in a file. `pair`: the pair that the store is for; null for none. */
export function profileOfStore(file: string, pair: string | null): string {
	const name = basename(file, ".sqlite");
	const suffix = pair === null ? "" : pairSuffix(pair);
	return suffix !== "" && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
}

/** When a store was used last, milliseconds since 1970: according to itself or its backup, or to the file system where neither can be read. */
function lastUse(path: string): number {
	const file = existsSync(path) ? path : backupOf(path);
	return lastUseOfStore(file) ?? written(path);
}

/**
 * When a store or its write-ahead log was last written, or when a store that is lost was backed up; 0 when there is none. The log lies
 * beside the file that a link points to.
 */
function written(path: string): number {
	const file = resolveLinks(path);
	const files = existsSync(file) ? [file, `${file}-wal`] : [backupOf(path)];
	const times = files.map((one) => statSync(one, { throwIfNoEntry: false })?.mtimeMs ?? 0);
	return Math.max(...times);
}

/**
 * The store of a profile known by name only: the one used last, or where it would be when there is none. A store that is missing beside its
 * backup counts too, so that it is named and recovered. Throws `ConfigError` when the folder of stores is not a folder.
 */
export function latestStore(home: Home, name: string): string {
	const own = storeFile(home, name);
	const stores = storesOfProfile(home.state, name);
	if (stores.length < 2) return stores[0] ?? own;
	const uses = new Map(stores.map((file) => [file, lastUse(file)]));
	const timeOf = (file: string) => uses.get(file) ?? 0;
	return stores.toSorted((left, right) => timeOf(right) - timeOf(left))[0] ?? own;
}
