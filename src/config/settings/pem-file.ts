import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** The absolute path of a file: `~` is the user's home folder, and a relative path starts at the working folder. */
export function absolutePath(path: string): string {
	return resolve(/^~(?=$|[/\\])/.test(path) ? join(homedir(), path.slice(1)) : path);
}

/** The certificates in a PEM file; or what is wrong with it, with its path, to follow "it". */
export function readPemFile(path: string): { readonly pem: string } | { readonly problem: string } {
	const file = absolutePath(path);
	try {
		const pem = readFileSync(file, "utf8");
		if (pem.includes("-----BEGIN CERTIFICATE-----")) return { pem };
		return { problem: `names ${file}, which holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)` };
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		return { problem: `names ${file}, which cannot be read (${reason})` };
	}
}
