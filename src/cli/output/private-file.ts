import { type FileHandle, open, realpath, rename, rm, stat } from "node:fs/promises";
import { fileReason } from "../../config/paths/path-problem.ts";
import { cleanText } from "../../text/clean-text.ts";
import { UsageError } from "../options/usage-error.ts";

/**
 * Writes a file that only its owner can read (mode 0600), in one step: it appears, or replaces the previous one, when `write` has
 * finished. When that fails, nothing changes.
 *
 * @throws UsageError for a folder, a device or a pipe.
 */
export async function writePrivateFile(
	path: string,
	write: (lines: (lines: readonly string[]) => Promise<void>) => Promise<void>,
): Promise<void> {
	const target = await fileAt(path);
	const next = `${target}.${process.pid}.new`;
	let file: FileHandle | undefined;
	try {
		await rm(next, { force: true });
		file = await open(next, "wx", 0o600);
		const handle = file;
		await write(async (lines) => {
			if (lines.length > 0) await handle.writeFile(`${lines.join("\n")}\n`);
		});
		await file.sync();
		await file.close();
		file = undefined;
		await rename(next, target);
	} catch (error) {
		if (!(error instanceof Error && "syscall" in error)) throw error;
		const isWithoutFolder = "code" in error && error.code === "ENOENT";
		const reason = isWithoutFolder ? "its folder does not exist" : fileReason(error);
		throw new Error(`Can't write ${cleanText(path)}: ${reason}.`, { cause: error });
	} finally {
		await file?.close();
		await rm(next, { force: true });
	}
}

/** The path to replace; for a symbolic link, its target. */
async function fileAt(path: string): Promise<string> {
	try {
		if (!(await stat(path)).isFile())
			throw new UsageError(
				`${cleanText(path)} is not a file. Without --output, the log goes to standard output.`,
			);
		return await realpath(path);
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return path;
		throw error;
	}
}
