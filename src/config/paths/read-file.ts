import { readFileSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

/** The path leads to something other than a file. */
export class NotAFileError extends Error {
	override readonly name = "NotAFileError";
}

/**
 * Throws for a named pipe: opening one blocks the process until another program opens its other end. Pipes that this process was given,
 * such as `/dev/stdin` or `/dev/fd/63`, are open already. Throws `NotAFileError`, and the error of the file system, such as `ENOENT`.
 */
export function refuseNamedPipe(path: string): void {
	const isGiven = /^\/(?:dev\/(?:stdin|fd\/\d+)|proc\/(?:self|\d+)\/fd\/\d+)$/.test(resolve(path));
	if (!isGiven && statSync(path).isFIFO()) throw new NotAFileError("it is a pipe");
}

/** The bytes of a file. Rejects for a named pipe, and with the error of the file system. */
export async function readFileBytes(path: string): Promise<Buffer> {
	refuseNamedPipe(path);
	return readFile(path);
}

/** The text of a file. Rejects for a named pipe, and with the error of the file system. */
export async function readFileText(path: string): Promise<string> {
	refuseNamedPipe(path);
	return readFile(path, "utf8");
}

/** As `readFileText`, where what follows cannot wait. */
export function readFileTextSync(path: string): string {
	refuseNamedPipe(path);
	return readFileSync(path, "utf8");
}
