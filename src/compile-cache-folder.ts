import { chmodSync, lstatSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { makePrivateFolder } from "./store/sqlite/private-folder.ts";

/**
 * The folder for V8's compiled code, made if it is missing; undefined where there is none that only this user can write to. Node's
 * default lies in the shared temporary folder: whoever creates it first there has their code run by the next user. So every folder on
 * the way must belong to this user or to root, and nobody else may write to it, unless its sticky bit keeps others' entries safe.
 *
 * @param home the user's home folder; `XDG_CACHE_HOME` overrides its `.cache`.
 */
export function compileCacheFolder(
	env: Readonly<Record<string, string | undefined>>,
	home: string,
): string | undefined {
	const user = process.getuid?.();
	const base = env.XDG_CACHE_HOME || join(home, ".cache");
	if (user === undefined || home === "" || !isAbsolute(base)) return undefined;
	const folder = join(base, "sumo-provision", "compiled");
	try {
		if (!isSafe(existing(folder), user)) return undefined;
		makePrivateFolder(folder);
		const real = realpathSync(folder);
		const { uid, mode } = lstatSync(real);
		if (uid !== user || !isSafe(dirname(real), user)) return undefined;
		if ((mode & 0o077) !== 0) chmodSync(real, 0o700);
		return real;
	} catch {
		return undefined; // no cache costs a moment at the start, and nothing else
	}
}

/**
 * Whether a process with these arguments may write compiled code. Without a terminal the console only says so, and must leave nothing
 * behind; it opens without a command, and options may come before one.
 */
export function mayKeepCompiled(args: readonly string[], hasTerminal: boolean): boolean {
	const [first = "console"] = args;
	return hasTerminal || (first !== "console" && !first.startsWith("-"));
}

/** The nearest folder on the way that exists, without symbolic links. */
function existing(folder: string): string {
	try {
		return realpathSync(folder);
	} catch {
		const parent = dirname(folder);
		return parent === folder ? folder : existing(parent);
	}
}

/** Whether nobody but this user and root can replace the folder, or what lies in it. */
function isSafe(folder: string, user: number): boolean {
	const { uid, mode } = lstatSync(folder);
	const isSticky = (mode & 0o1000) !== 0;
	const isOwn = uid === user || uid === 0;
	if (!isOwn || ((mode & 0o022) !== 0 && !isSticky)) return false;
	const parent = dirname(folder);
	return parent === folder || isSafe(parent, user);
}
