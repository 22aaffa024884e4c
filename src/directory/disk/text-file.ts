import { type BigIntStats, constants } from "node:fs";
import { type FileHandle, open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DirectoryError } from "../../ports/source/directory.ts";
import type { FileRewrite } from "../../ports/source/source-file.ts";
import { errorMessage } from "../../text/error-message.ts";
import { copiesOf, hashOf, keepCopy, removeCopy } from "./file-copy.ts";
import { decodeText, encodeText, type TextEncoding } from "./text-encoding.ts";

/** A file as it was read. */
export type TextFile = {
	/** With its byte order mark, when it has one. */
	readonly text: string;
	readonly encoding: TextEncoding;
	/** Hash of the bytes: equal for equal content. */
	readonly hash: string;
	/** Changes whenever the file on disk is touched; cheaper to read than the hash. */
	readonly stamp: string;
};

/** More than any directory's users. Counted in bytes; a string of Node is not much longer. */
const largest = 500_000_000;

export type ReadOptions = {
	readonly signal?: AbortSignal | undefined;
	/** Given each part of the file while it is read. What it throws ends the reading. */
	readonly guard?: ((part: Buffer) => void) | undefined;
};

/** @throws DirectoryError `not-found`, `invalid` (not text, not a file) or `unavailable`; the signal's reason when aborted. */
export async function readTextFile(path: string, options: ReadOptions = {}): Promise<TextFile> {
	const { bytes, stamp } = await readBytes(path, options);
	return { ...decodeText(bytes, basename(path)), hash: hashOf(bytes), stamp };
}

/** Bytes that are read at a time. */
const partBytes = 1024 * 1024;

async function readBytes(
	path: string,
	{ signal, guard }: ReadOptions,
): Promise<{ readonly bytes: Buffer; readonly stamp: string }> {
	let file: FileHandle | undefined;
	try {
		// A pipe without a writer must not block the program.
		file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
		const stats = await file.stat({ bigint: true });
		refuseOtherThanFiles(stats, path);
		const bytes = Buffer.alloc(Number(stats.size));
		let length = 0;
		while (length < bytes.length) {
			signal?.throwIfAborted();
			const { bytesRead } = await file.read(
				bytes,
				length,
				Math.min(partBytes, bytes.length - length),
				length,
			);
			if (bytesRead === 0) break;
			guard?.(bytes.subarray(length, length + bytesRead));
			length += bytesRead;
		}
		const stamp = stampFrom(stats);
		if (stampFrom(await file.stat({ bigint: true })) !== stamp) throw beingWritten(path);
		return { bytes: bytes.subarray(0, length), stamp };
	} catch (error) {
		signal?.throwIfAborted();
		throw asDirectoryError(error, path, "read");
	} finally {
		await file?.close();
	}
}

function refuseOtherThanFiles(stats: BigIntStats, path: string): void {
	const kind = stats.isDirectory()
		? "folder"
		: stats.isFIFO()
			? "pipe"
			: stats.isFile()
				? undefined
				: "device or socket";
	if (kind !== undefined) throw new DirectoryError("invalid", `${path} is a ${kind}, not a file of users.`);
	if (stats.size > largest) {
		const megabytes = Math.round(Number(stats.size) / 1_000_000).toLocaleString("en-US");
		throw new DirectoryError(
			"invalid",
			`${path} is too large for a file of users: ${megabytes} MB of 500 MB at most.`,
		);
	}
}

/** Users who are missing from half a file would be deprovisioned. */
function beingWritten(path: string): DirectoryError {
	return new DirectoryError(
		"unavailable",
		`${path} changed while it was read, so it may not hold all users. Try again after it has been written. An export that writes another file and renames it is never read halfway.`,
	);
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
 * Replaces the file in one step, and keeps a copy of it: readers see the old or the new text, never a part, even after a crash.
 * Its mode and encoding stay, and a symbolic link still points to it.
 *
 * @returns The file as it is now, and where it is as it was.
 * @throws DirectoryError `conflict` when the file is no longer the one that was read, `read-only` without permission.
 */
export async function replaceTextFile(
	path: string,
	read: TextFile,
	text: string,
	now: Date,
): Promise<{ readonly written: TextFile; readonly rewrite: FileRewrite }> {
	let copy: string | undefined;
	try {
		const target = await realpath(path);
		const { mode: fullMode } = await stat(target);
		const mode = fullMode & 0o777;
		const next = encodeText(text, read.encoding);
		copy = await keepCopy(target, { bytes: encodeText(read.text, read.encoding), next, mode, now });
		const written = await replaceBytes(path, target, mode, read, next);
		const rewrite = { file: target, copy, at: now.getTime() };
		copy = undefined;
		return { written: { ...written, text, encoding: read.encoding }, rewrite };
	} catch (error) {
		throw asDirectoryError(error, path, "change");
	} finally {
		if (copy !== undefined) await removeCopy(copy);
	}
}

/**
 * The changes of a file that have a copy, the latest last, whichever process made them. Empty when the folder can't be listed: then
 * nothing can be changed either.
 */
export async function rewritesOf(path: string): Promise<readonly FileRewrite[]> {
	try {
		const file = await realpath(path);
		return (await copiesOf(file)).flatMap(({ path: copy, at, written }) =>
			written === null ? [] : [{ file, copy, at }],
		);
	} catch (error) {
		const described = asDirectoryError(error, path, "read");
		if (described.code === "forbidden") return [];
		throw described;
	}
}

/**
 * Undoes the latest change that was made with `replaceTextFile`, by this process or an earlier one: puts the copy back in place of the
 * file, and removes the copy. A change that was undone by hand, or interrupted before it took effect, does not count.
 *
 * @throws DirectoryError `conflict` when file or copy was changed since, `not-found` without a change to undo
 */
export async function undoRewrite(path: string, signal?: AbortSignal): Promise<FileRewrite> {
	const { bytes, stamp } = await readBytes(path, { signal });
	const read = { hash: hashOf(bytes), stamp };
	try {
		const target = await realpath(path);
		const { mode } = await stat(target);
		const undone: string[] = [];
		for (const copy of (await copiesOf(target)).toReversed()) {
			const { bytes: earlier } = await readBytes(copy.path, { signal });
			const content = hashOf(earlier);
			if (content === read.hash) {
				undone.push(copy.path);
				continue;
			}
			if (copy.written !== read.hash || copy.content !== content)
				throw notUndone(target, copy.path, copy.content === content);
			await replaceBytes(path, target, mode & 0o777, read, earlier);
			for (const done of [...undone, copy.path]) await removeCopy(done);
			return { file: target, copy: copy.path, at: copy.at };
		}
		throw new DirectoryError(
			"not-found",
			`No change of ${basename(path)} can be undone. No copy from before a change exists beside ${target}.`,
		);
	} catch (error) {
		throw asDirectoryError(error, path, "change");
	}
}

function notUndone(file: string, copy: string, isCopyWhole: boolean): DirectoryError {
	// Short: three lines of 80 columns hold it where paths are not long.
	const why = isCopyWhole
		? `${file} was edited after the last change of assignments. Compare it with ${copy}, from before that change; to go back, copy that over it.`
		: `${copy} is not as it was when the copy was made. Compare it with ${file}; to use it all the same, copy it over the file.`;
	return new DirectoryError("conflict", `Nothing was undone: ${why}`);
}

/**
 * Where the text that replaces a version of the file is written first. Only one process can create it, so of two that change the same
 * version one is refused; without that, the later of both renames would undo the other's change.
 */
export function successorOf(target: string, stamp: string): string {
	return join(dirname(target), `.${basename(target)}.${hashOf(Buffer.from(stamp)).slice(0, 16)}.tmp`);
}

/** Milliseconds after which a successor was left by a process that ended before it renamed it. */
const abandonedAfter = 60_000;

async function replaceBytes(
	path: string,
	target: string,
	mode: number,
	read: Pick<TextFile, "stamp">,
	bytes: Buffer,
): Promise<Pick<TextFile, "hash" | "stamp">> {
	const temporary = successorOf(target, read.stamp);
	const file = await createSuccessor(temporary, mode, path);
	let isRenamed = false;
	try {
		await file.chmod(mode);
		await file.writeFile(bytes);
		await file.sync();
		if ((await stampOf(target)) !== read.stamp) throw changedMeanwhile(path);
		await rename(temporary, target);
		isRenamed = true;
		// Read from the open file, not the path: another process may already have replaced it.
		return { hash: hashOf(bytes), stamp: stampFrom(await file.stat({ bigint: true })) };
	} finally {
		await file.close();
		if (!isRenamed) await rm(temporary, { force: true });
	}
}

async function createSuccessor(temporary: string, mode: number, path: string): Promise<FileHandle> {
	const present = await stat(temporary).catch(() => undefined);
	if (present !== undefined && Math.abs(Date.now() - present.mtimeMs) > abandonedAfter)
		await rm(temporary, { force: true });
	try {
		return await open(temporary, "wx", mode);
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "EEXIST") throw changedMeanwhile(path);
		throw error;
	}
}

/** Another process wrote the file after we read it. */
export function changedMeanwhile(path: string): DirectoryError {
	return new DirectoryError(
		"conflict",
		`${basename(path)} was changed by another program since it was read, so nothing was written. Refresh, then repeat the change.`,
	);
}

function stampFrom({ mtimeNs, ctimeNs, size, ino }: BigIntStats): string {
	return `${mtimeNs}.${ctimeNs}.${size}.${ino}`;
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
