import { errorMessage } from "./error-message.ts";

type Deed = "read" | "written" | "locked" | "used";

/** What the operating system says, without its call and its quotes; undefined for a failure that is not about the place of the file. */
const refusals: Readonly<Record<string, string>> = {
	EACCES: "permission denied",
	EPERM: "permission denied",
	EROFS: "the file system is read-only",
	EFBIG: "it would be larger than this process may write",
	"ENOENT mkdir": "the file system creates no folder there",
	ENOTDIR: "a part of its path is a file, not a folder",
	EISDIR: "it is a folder, not a file",
	ENOSPC: "there is no space left",
	EDQUOT: "the quota of this user is used up",
};

/** What to do about a file of the home that this user may not use. */
export const whoseFile =
	"Run sumo-provision as the owner of the folder, give this user access to it, or name another folder with --home.";

const otherFolder = "Name another folder with --home.";

/** What to do where not the permission is missing. */
const remedies: Readonly<Record<string, string>> = {
	ENOTDIR: otherFolder,
	EROFS: "Mount it so that it can be written, or name another folder with --home.",
	EFBIG: "Raise the limit for the size of files (ulimit -f).",
	"ENOENT mkdir": otherFolder,
	EISDIR: "Move it away.",
	ENOSPC: "Free some space.",
	EDQUOT: "Free some space.",
};

/**
 * The system's code of an error, such as `EACCES`; empty when there is none. That a folder is missing, or a
 * file in its place, is a refusal only where the folder is made.
 */
function codeOf(error: unknown): string {
	const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
	const isFolder = error instanceof Error && "syscall" in error && error.syscall === "mkdir";
	if (!isFolder) return code;
	return code === "ENOENT" ? "ENOENT mkdir" : code === "EEXIST" ? "ENOTDIR" : code;
}

/** Whether the operating system refused the use of a file to this user. */
export function isFileRefusal(error: unknown): boolean {
	return Object.hasOwn(refusals, codeOf(error));
}

/** What the operating system refused, in words; undefined for another failure. */
export function refusalWords(error: unknown): string | undefined {
	return refusals[codeOf(error)];
}

/** The one sentence for a file of the home that cannot be used, with what to do when this user lacks the permission. */
export function fileRefusal(file: string, deed: Deed, error: unknown): string {
	const refused = refusalWords(error);
	return refused === undefined
		? `${file} cannot be ${deed} (${errorMessage(error)}).`
		: `${file} cannot be ${deed}: ${refused}. ${remedies[codeOf(error)] ?? whoseFile}`;
}

/** The same for an error of the file system that nothing has described yet; undefined for any other error. */
export function undescribedRefusal(error: unknown): string | undefined {
	if (!isFileRefusal(error) || !(error instanceof Error)) return undefined;
	const path = "path" in error && typeof error.path === "string" ? error.path : undefined;
	return path === undefined ? undefined : fileRefusal(path, "used", error);
}
