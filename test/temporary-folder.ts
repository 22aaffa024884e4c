import { accessSync, chmodSync, constants, mkdtempSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { join } from "node:path";

/** Linux keeps files of this folder in memory. */
const memory = "/dev/shm";
/** More than all tests together need. */
const neededBytes = 2 * 1024 ** 3;

/**
 * Puts the temporary files of the tests in memory where that is possible: a store syncs each commit, and a disk that others use
 * takes longer for it than most tests do. A run removes its folder at the end. TMPDIR, when it is set, has precedence.
 * The path is short, because messages with it are compared in narrow terminals, and other users can look into it as into `/tmp`.
 */
export default function setup(): (() => void) | undefined {
	if (process.env.TMPDIR !== undefined || !isUsable()) return undefined;
	const folder = mkdtempSync(join(memory, "t-"));
	chmodSync(folder, 0o755);
	process.env.TMPDIR = folder;
	return () => rmSync(folder, { recursive: true, force: true });
}

/** Whether the folder has room, and lets tests run programs that they write. */
function isUsable(): boolean {
	try {
		accessSync(memory, constants.W_OK);
		const { bavail, bsize } = statfsSync(memory);
		const mount = readFileSync("/proc/mounts", "utf8")
			.split("\n")
			.map((line) => line.split(" "))
			.find(([, folder]) => folder === memory);
		return bavail * bsize >= neededBytes && mount?.[3]?.split(",").includes("noexec") === false;
	} catch {
		return false; // another system, or no right to it: the tests take longer
	}
}
