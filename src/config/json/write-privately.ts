import { existsSync } from "node:fs";
import { open, realpath, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { makePrivateFolder } from "../../store/sqlite/private-folder.ts";
import { lostLink } from "../paths/lost-link.ts";

/** Files that this process has written: each write has a name of its own until it takes the place of the file. */
let written = 0;

/**
 * Writes a file that only its owner can read. Readers see the old or the new text, never a part of it, even after a power failure; of
 * several writes at once, one stays. A symbolic link stays, and the file that it points to is replaced; one whose file is not there is
 * refused. Throws the error of the file system.
 */
export async function writePrivately(path: string, text: string): Promise<void> {
	const lost = lostLink(path);
	if (lost !== undefined) throw new Error(`it ${lost}`);
	const file = existsSync(path) ? await realpath(path) : path;
	written += 1;
	const next = `${file}.${process.pid}.${written}.new`;
	try {
		// An existing folder may be shared on purpose, so it keeps its mode.
		makePrivateFolder(dirname(file));
		await rm(next, { force: true });
		const handle = await open(next, "wx", 0o600);
		try {
			await handle.writeFile(text);
			await handle.sync();
		} finally {
			await handle.close();
		}
		await rename(next, file);
	} catch (error) {
		await rm(next, { force: true });
		throw error;
	}
}
