import { closeSync, existsSync, openSync, type StatsFs, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { StoreError } from "../../ports/store/store-error.ts";
import { errorMessage } from "../../text/error-message.ts";
import { fileRefusal, isFileRefusal, whoseFile } from "../../text/file-refusal.ts";
import { networkHomeWarning } from "./network-file-system.ts";
import { fileSizeLimit, isAtSizeLimit } from "./size-limit.ts";

/** SQLite's primary result codes that call for an answer of their own (https://sqlite.org/rescode.html). */
const codes = new Map<number, StoreError["code"]>([
	[5, "busy"],
	[6, "busy"],
	[8, "read-only"],
	[11, "corrupt"],
	[13, "full"],
	[26, "corrupt"],
]);

/** The same for errors of the file system, from before SQLite is asked. */
const fileCodes = new Map<string, StoreError["code"]>([
	["ENOSPC", "full"],
	["EDQUOT", "full"],
	["EACCES", "read-only"],
	["EPERM", "read-only"],
	["EROFS", "read-only"],
]);

/** What the file system says of a file that may not grow. */
const tooLarge = Object.assign(new Error("EFBIG: file too large, write"), { code: "EFBIG" });

/** What went wrong with a store's file, and what to do about it. */
export function storeError(file: string, error: unknown): StoreError {
	if (error instanceof StoreError) return error;
	const code = codeFor(file, error);
	if (code === "failed" && isTooLarge(file, error))
		return new StoreError("full", fileRefusal(file, "written", tooLarge), error);
	const refusal = code === "read-only" && !isFileRefusal(error) ? whyNotWritable(file) : error;
	if ((code === "read-only" || code === "failed") && isFileRefusal(refusal)) {
		return new StoreError(code, fileRefusal(file, "written", refusal), error);
	}
	// Locks and shared memory are what fails on a network file system, with many codes.
	const network = code === "busy" || code === "failed" ? networkHomeWarning(file) : undefined;
	const hint = network === undefined ? "" : ` ${network}`;
	return new StoreError(code, `${sentences[code](file)} (${errorMessage(error)})${hint}`, error);
}

function codeFor(file: string, error: unknown): StoreError["code"] {
	if (isCannotOpen(error) && whyNotWritable(file) !== undefined) return "read-only";
	const code = codeOf(error);
	// Without space for its companions, SQLite reports an I/O error, or that it cannot open them.
	return code === "failed" && isFull(dirname(file)) ? "full" : code;
}

/** Of a file that may not grow, SQLite says only that there is an I/O error (SQLITE_IOERR). */
function isTooLarge(file: string, error: unknown): boolean {
	const isIoError = error instanceof Error && "errcode" in error && (Number(error.errcode) & 0xff) === 10;
	return isIoError && isAtSizeLimit([file, `${file}-wal`, `${file}.backup`], fileSizeLimit());
}

function isFull(folder: string): boolean {
	try {
		return isFullSystem(statfsSync(folder));
	} catch {
		return false;
	}
}

/** Whether a file system has no space for another page, or no room for another file. Some report no sizes at all. */
export function isFullSystem({
	blocks,
	bavail,
	bsize,
	files,
	ffree,
}: Pick<StatsFs, "blocks" | "bavail" | "bsize" | "files" | "ffree">): boolean {
	return (blocks > 0 && bavail * bsize < 65_536) || (files > 0 && ffree === 0);
}

/** What to do about a store that is damaged. Names the backup only if there is one. */
export function corruptSentence(file: string): string {
	const backup = `${file}.backup`;
	const remedy = existsSync(backup)
		? `"sumo-provision recover" keeps it aside and puts its last good backup, ${backup}, in its place.`
		: "It has no backup. To start over, move it away: users are then re-matched with their accounts.";
	return `${file} is damaged or no store of sumo-provision. It was left as it is${existsSync(backup) ? ":" : "."} ${remedy}`;
}

const sentences: Record<StoreError["code"], (file: string) => string> = {
	full: (file) => `There is no space left for ${file}. The last step was not saved. Free some space.`,
	"read-only": (file) => `${file} cannot be written: permission denied. ${whoseFile}`,
	corrupt: corruptSentence,
	busy: (file) => `Another program keeps ${file} locked. Stop it, or try again in a moment.`,
	"newer-version": (file) => `${file} was written by a newer sumo-provision. Update sumo-provision.`,
	"older-version": (file) => `${file} was written by an older sumo-provision, and is only read here.`,
	failed: (file) => `${file} could not be used.`,
};

/** SQLite's answer also where it may not put its companions beside the file, as on a read-only file system. */
function isCannotOpen(error: unknown): boolean {
	return error instanceof Error && "errcode" in error && error.errcode === 14;
}

/** The error of the file system when the file cannot be written, of which SQLite says only that there is one; undefined when it can. */
function whyNotWritable(file: string): unknown {
	try {
		closeSync(openSync(file, "r+"));
		return undefined;
	} catch (error) {
		return error;
	}
}

function codeOf(error: unknown): StoreError["code"] {
	if (!(error instanceof Error)) return "failed";
	if ("errcode" in error && typeof error.errcode === "number") {
		// The low byte is the primary code; the rest distinguishes variants.
		return codes.get(error.errcode & 0xff) ?? "failed";
	}
	if ("code" in error && typeof error.code === "string") return fileCodes.get(error.code) ?? "failed";
	return "failed";
}
