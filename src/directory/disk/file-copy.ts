import { open, readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Copies beside one file; older ones are removed. */
const kept = 10;

/**
 * Writes the bytes to a new file beside `file` (an absolute path, not a link), with the same mode: `users.csv.20260131T080000123Z.bak`.
 * Of the copies made before, the newest stay.
 *
 * @returns The path of the copy
 */
export async function keepCopy(file: string, bytes: Buffer, mode: number, now: Date): Promise<string> {
	const stamp = now.toISOString().replace(/[-:.]/g, "");
	for (let attempt = 0; ; attempt++) {
		const copy = `${file}.${stamp}${attempt === 0 ? "" : `-${attempt}`}.bak`;
		const handle = await open(copy, "wx", mode).catch((error: unknown) => {
			if (isTaken(error)) return undefined;
			throw error;
		});
		if (handle === undefined) continue;
		try {
			await handle.chmod(mode);
			await handle.writeFile(bytes);
			await handle.sync();
		} finally {
			await handle.close();
		}
		await removeOldCopies(file);
		return copy;
	}
}

async function removeOldCopies(file: string): Promise<void> {
	const folder = dirname(file);
	const prefix = `${basename(file)}.`;
	const copies = (await readdir(folder))
		.filter((name) => name.startsWith(prefix) && stamped.test(name.slice(prefix.length)))
		.sort();
	for (const name of copies.slice(0, -kept)) await rm(join(folder, name), { force: true });
}

const stamped = /^\d{8}T\d{9}Z(?:-\d+)?\.bak$/;

function isTaken(error: unknown): boolean {
	return error instanceof Error && "code" in error && error.code === "EEXIST";
}
