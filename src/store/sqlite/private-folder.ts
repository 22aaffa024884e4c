import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * Makes a folder that only its owner can use, and those above it that are missing. An existing one keeps its mode: it may be shared on
 * purpose. With `recursive`, Node never returns where a file system answers ENOENT to a new folder, as /proc does. Throws the error of
 * the file system.
 */
export function makePrivateFolder(folder: string): void {
	const path = resolve(folder);
	const missing = isFolder(path) ? [] : [path];
	for (let above = dirname(path); missing.length > 0 && !existsSync(above); above = dirname(above))
		missing.unshift(above);
	for (const one of missing) {
		try {
			mkdirSync(one, { mode: 0o700 });
		} catch (error) {
			// Another process made it first.
			if (!isFolder(one)) throw error;
		}
	}
}

function isFolder(path: string): boolean {
	return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
