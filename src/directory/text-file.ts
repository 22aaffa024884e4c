import { isUtf8 } from "node:buffer";
import { createHash, randomUUID } from "node:crypto";
import type { BigIntStats } from "node:fs";
import { type FileHandle, open, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DirectoryError } from "../ports/directory.ts";
import { errorMessage } from "../text/error-message.ts";

/** A file as it was read. */
export type TextFile = {
	/** With its byte order mark, when it has one. */
	readonly text: string;
	/** Hash of the bytes: equal for equal content. */
	readonly hash: string;
	/** Changes whenever the file on disk is touched; cheaper to read than the hash. */
	readonly stamp: string;
};

/** @throws DirectoryError `not-found`, `invalid` (not UTF-8) or `unavailable`; the signal's reason when aborted. */
export async function readTextFile(path: string, signal?: AbortSignal): Promise<TextFile> {
	try {
		const stamp = await stampOf(path);
		const bytes = await readFile(path, signal === undefined ? {} : { signal });
		refuseOtherEncodings(bytes, path);
		return { text: bytes.toString("utf8"), hash: hashOf(bytes), stamp };
	} catch (error) {
		signal?.throwIfAborted();
		throw asDirectoryError(error, path, "read");
	}
}

/** The version of the file: its times, size and number on disk. */
export async function stampOf(path: string): Promise<string> {
	try {
		return stampFrom(await stat(path, { bigint: true }));
	} catch (error) {
		throw asDirectoryError(error, path, "read");
	}
}

/**
 * Replaces the file in one step: readers see the old or the new text, never a part, even after a crash.
 * Its mode stays, and a symbolic link keeps pointing to it.
 *
 * @returns The file as it is now.
 * @throws DirectoryError `conflict` when the file is no longer the one that was read, `read-only` without permission.
 */
export async function replaceTextFile(path: string, read: TextFile, text: string): Promise<TextFile> {
	let file: FileHandle | undefined;
	let temporary: string | undefined;
	try {
		const target = await realpath(path);
		const { mode } = await stat(target);
		temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
		file = await open(temporary, "wx", mode & 0o777);
		const bytes = Buffer.from(text);
		await file.writeFile(bytes);
		await file.sync();
		if ((await stampOf(target)) !== read.stamp) throw changedMeanwhile(path);
		await rename(temporary, target);
		temporary = undefined;
		// Read from the open file, not the path: another process may already have replaced it.
		return { text, hash: hashOf(bytes), stamp: stampFrom(await file.stat({ bigint: true })) };
	} catch (error) {
		throw asDirectoryError(error, path, "change");
	} finally {
		await file?.close();
		if (temporary !== undefined) await rm(temporary, { force: true });
	}
}

/** Another process wrote the file after we read it. */
export function changedMeanwhile(path: string): DirectoryError {
	return new DirectoryError(
		"conflict",
		`${basename(path)} was changed by another program since it was read, so nothing was written. Refresh, then repeat the change.`,
	);
}

function hashOf(bytes: Buffer): string {
	return createHash("sha256").update(bytes).digest("hex");
}

function stampFrom({ mtimeNs, ctimeNs, size, ino }: BigIntStats): string {
	return `${mtimeNs}.${ctimeNs}.${size}.${ino}`;
}

function refuseOtherEncodings(bytes: Buffer, path: string): void {
	if (isUtf8(bytes)) return;
	const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
	throw new DirectoryError(
		"invalid",
		`${basename(path)} is not UTF-8${utf16 ? " but UTF-16" : ""}. Save it as UTF-8 (in Excel: "CSV UTF-8").`,
	);
}

function asDirectoryError(error: unknown, path: string, doing: "read" | "change"): DirectoryError {
	if (error instanceof DirectoryError) return error;
	const code = error instanceof Error && "code" in error ? error.code : undefined;
	const message = errorMessage(error);
	switch (code) {
		case "ENOENT":
		case "ENOTDIR":
			return new DirectoryError("not-found", `There is no file ${path}.`, error);
		case "EISDIR":
			return new DirectoryError("invalid", `${path} is a folder, not a file of users.`, error);
		case "EACCES":
		case "EPERM":
		case "EROFS":
			return doing === "read"
				? new DirectoryError("forbidden", `Can't read ${path}: permission denied.`, error)
				: new DirectoryError("read-only", `Can't write ${path} or its folder: permission denied.`, error);
		default:
			return new DirectoryError("unavailable", `Can't ${doing} ${path}: ${message}`, error);
	}
}
