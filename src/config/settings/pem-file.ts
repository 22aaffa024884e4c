import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expandHome, homeNeeded } from "../paths/expand-home.ts";

/**
 * The absolute path of a file: `~` is the user's home folder, and a relative path starts at the working folder. A path in a home folder
 * that is not known stays as it is, for `readPemFile` to refuse.
 */
export function absolutePath(path: string): string {
	const expanded = expandHome(path);
	return expanded === undefined ? path : resolve(expanded);
}

/** The certificates in a PEM file; or what is wrong with it, with its path, to follow "it". */
export function readPemFile(path: string): { readonly pem: string } | { readonly problem: string } {
	const expanded = expandHome(path);
	if (expanded === undefined) return { problem: `names ${path}, which ${homeNeeded}` };
	const file = resolve(expanded);
	try {
		const pem = readFileSync(file, "utf8");
		if (pem.includes("-----BEGIN CERTIFICATE-----")) return { pem };
		return { problem: `names ${file}, which holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)` };
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		return { problem: `names ${file}, which cannot be read (${reason})` };
	}
}
