import { createHash } from "node:crypto";
import { open, readdir, readFile, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Copies beside one file; older ones are removed. */
const kept = 10;

/** A copy of a file from before a change. */
export type FileCopy = {
	/** Absolute path. */
	readonly path: string;
	/** When it was made, milliseconds since 1970. */
	readonly at: number;
	/** Hash of the file as the change wrote it; null when it is not known, as for a copy whose checksums were removed. */
	readonly written: string | null;
	/** Hash of the copy when it was made; null when it is not known. */
	readonly content: string | null;
};

/**
 * Writes the bytes to a new file beside `file` (an absolute path, not a link), with the same mode: `users.csv.20260131T080000123Z.bak`.
 * A hidden file beside it, `.users.csv.20260131T080000123Z.bak.sha256`, holds the checksums of the copy and of what is about to
 * replace the file, in the format of sha256sum. Of the copies made before, the newest stay.
 *
 * @param next what is about to replace the content of the file
 * @returns The path of the copy
 */
export async function keepCopy(
	file: string,
	{
		bytes,
		next,
		mode,
		now,
	}: { readonly bytes: Buffer; readonly next: Buffer; readonly mode: number; readonly now: Date },
): Promise<string> {
	const earlier = await copyNames(file);
	// Names sort in the order of changes, even after the clock was set back.
	for (let time = Math.max(now.getTime(), timeOf(earlier.at(-1)) + 1); ; time++) {
		const copy = `${file}.${new Date(time).toISOString().replace(/[-:.]/g, "")}.bak`;
		if (!(await writeNew(copy, bytes, mode))) continue;
		try {
			const lines = [`${hashOf(bytes)}  ${basename(copy)}`, `${hashOf(next)}  ${basename(file)}`];
			await writeNew(checksumsOf(copy), Buffer.from(`${lines.join("\n")}\n`), mode);
		} catch (error) {
			await removeCopy(copy);
			throw error;
		}
		for (const name of earlier.slice(0, Math.max(0, earlier.length + 1 - kept))) {
			await removeCopy(join(dirname(file), name));
		}
		return copy;
	}
}

/** The copies beside a file (an absolute path, not a link), in the order of the changes. */
export async function copiesOf(file: string): Promise<readonly FileCopy[]> {
	const paths = (await copyNames(file)).map((name) => join(dirname(file), name));
	return Promise.all(paths.map(async (path) => ({ path, at: timeOf(path), ...(await readChecksums(path)) })));
}

/** Removes a copy and its checksums; does nothing if they no longer exist. */
export async function removeCopy(copy: string): Promise<void> {
	await rm(copy, { force: true });
	await rm(checksumsOf(copy), { force: true });
}

/** SHA-256 in hexadecimal. */
export function hashOf(bytes: Buffer): string {
	return createHash("sha256").update(bytes).digest("hex");
}

const stamped = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z(?:-\d+)?\.bak$/;

async function copyNames(file: string): Promise<readonly string[]> {
	const prefix = `${basename(file)}.`;
	const names = await readdir(dirname(file));
	return names.filter((name) => name.startsWith(prefix) && stamped.test(name.slice(prefix.length))).sort();
}

/** When a copy was made, by its name, in milliseconds since 1970; 0 without a copy. */
function timeOf(name: string | undefined): number {
	const [, ...parts] = stamped.exec(name?.split(".").slice(-2).join(".") ?? "") ?? [];
	const [year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0, ms = 0] = parts.map(Number);
	return Date.UTC(year, month - 1, day, hour, minute, second, ms);
}

function checksumsOf(copy: string): string {
	return join(dirname(copy), `.${basename(copy)}.sha256`);
}

async function readChecksums(copy: string): Promise<Omit<FileCopy, "path" | "at">> {
	const text = await readFile(checksumsOf(copy), "utf8").catch((error: unknown) => {
		if (hasCode(error, "ENOENT")) return "";
		throw error;
	});
	const [content = null, written = null] = text
		.split("\n")
		.flatMap((line) => /^[0-9a-f]{64}(?= {2})/.exec(line) ?? []);
	return { content, written };
}

/** Writes a file and waits until it is on disk. False when the name is taken. */
async function writeNew(path: string, bytes: Buffer, mode: number): Promise<boolean> {
	const handle = await open(path, "wx", mode).catch((error: unknown) => {
		if (hasCode(error, "EEXIST")) return undefined;
		throw error;
	});
	if (handle === undefined) return false;
	try {
		await handle.chmod(mode);
		await handle.writeFile(bytes);
		await handle.sync();
		return true;
	} catch (error) {
		await rm(path, { force: true });
		throw error;
	} finally {
		await handle.close();
	}
}

function hasCode(error: unknown, code: string): boolean {
	return error instanceof Error && "code" in error && error.code === code;
}
