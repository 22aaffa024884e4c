import { closeSync, existsSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import { networkHomeWarning } from "../store/sqlite/network-file-system.ts";
import { makePrivateFolder } from "../store/sqlite/private-folder.ts";
import { fileRefusal } from "../text/file-refusal.ts";
import { ConfigError } from "./errors/config-error.ts";
import { type Home, lockFile } from "./home.ts";
import { otherThanFile } from "./paths/path-problem.ts";

/** Milliseconds to wait for another process that saves: a save takes a few. */
const patience = 10_000;

/** Milliseconds between attempts. */
const pause = 10;

/**
 * Does the work while nothing else, in this process or another, does work of the same home. The operating system keeps the lock and
 * releases it when its process ends, however that ends: no lock is ever stale. Throws `ConfigError`, and what the work throws.
 */
export async function exclusively<Result>(home: Home, work: () => Promise<Result>): Promise<Result> {
	const file = lockFile(home);
	const database = await locked(file, home.config);
	try {
		return await work();
	} finally {
		database.close();
	}
}

/** SQLite locks a file in the way of each platform. Nothing is written to it. */
async function locked(file: string, folder: string): Promise<DatabaseSync> {
	const end = performance.now() + patience;
	let database: DatabaseSync | undefined;
	try {
		makePrivateFolder(folder);
		const other = existsSync(file) ? otherThanFile(file) : undefined;
		if (other !== undefined) throw new Error(other);
		closeSync(openSync(file, "a", 0o600));
		database = new DatabaseSync(file);
		while (!tryToLock(database)) {
			if (performance.now() >= end)
				throw new ConfigError(
					"busy",
					`Nothing was saved: another process keeps ${file} locked. Stop it, or try again in a moment.${networkHint(file)}`,
				);
			await setTimeout(pause);
		}
		return database;
	} catch (error) {
		database?.close();
		if (error instanceof ConfigError) throw error;
		if (primaryCode(error) === full)
			throw new ConfigError(
				"unwritable",
				`Nothing was saved: there is no space left for ${file}. Free some space.`,
				error,
			);
		throw new ConfigError("unwritable", `${fileRefusal(file, "locked", error)}${networkHint(file)}`, error);
	}
}

/** Locks are what fails on a network file system. Empty on any other. */
function networkHint(file: string): string {
	const warning = networkHomeWarning(file);
	return warning === undefined ? "" : ` ${warning}`;
}

/** SQLite's result code for a lock that another connection holds (https://sqlite.org/rescode.html#busy). */
const busy = 5;

/** For a file system without space (https://sqlite.org/rescode.html#full). */
const full = 13;

/** SQLite's primary result code; undefined for an error that is not SQLite's. */
function primaryCode(error: unknown): number | undefined {
	const code = error instanceof Error && "errcode" in error ? error.errcode : undefined;
	return typeof code === "number" ? code & 0xff : undefined;
}

function tryToLock(database: DatabaseSync): boolean {
	try {
		database.exec("begin exclusive");
		return true;
	} catch (error) {
		if (primaryCode(error) === busy) return false;
		throw error;
	}
}
