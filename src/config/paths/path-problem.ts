import { accessSync, constants, statSync } from "node:fs";
import { errorMessage } from "../../text/error-message.ts";
import { refusalWords } from "../../text/file-refusal.ts";

/** What a file is for: it is read, or run as a program. */
export type FileUse = "read" | "run";

/**
 * Why a file cannot be used, to follow its path and a colon, such as `there is no such file`; undefined when it can. Never opens the file:
 * opening a pipe would block until another program writes to it.
 *
 * @param path absolute; symbolic links are followed.
 */
export function pathProblem(path: string, use: FileUse = "read"): string | undefined {
	try {
		const other = otherThanFile(path);
		if (other !== undefined) return other;
		accessSync(path, use === "run" ? constants.X_OK : constants.R_OK);
		return undefined;
	} catch (error) {
		return fileReason(error);
	}
}

/** What is at a path if it is not a file: `it is a folder`. Throws the error of the file system. */
export function otherThanFile(path: string): string | undefined {
	const stats = statSync(path);
	if (stats.isDirectory()) return "it is a folder";
	if (stats.isFIFO()) return "it is a pipe";
	return stats.isFile() ? undefined : "it is a device or socket";
}

/** What the operating system reports about a file, in words. */
export function fileReason(error: unknown): string {
	switch (error instanceof Error && "code" in error ? error.code : undefined) {
		case "ENOENT":
			return "there is no such file";
		case "ENOTDIR":
			return "a part of the path is not a folder";
		case "EACCES":
		case "EPERM":
		case "EROFS":
		case "ENOSPC":
		case "EDQUOT":
			return refusalWords(error) ?? errorMessage(error);
		default:
			return errorMessage(error);
	}
}
