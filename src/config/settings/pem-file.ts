import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { errorMessage } from "../../text/error-message.ts";
import { expandHome, homeNeeded } from "../paths/expand-home.ts";
import { otherThanFile } from "../paths/path-problem.ts";

/** The certificates in a PEM file; or what is wrong with it, with its path, to follow "it". */
export function readPemFile(path: string): { readonly pem: string } | { readonly problem: string } {
	const expanded = expandHome(path);
	if (expanded === undefined) return { problem: `names ${path}, which ${homeNeeded}` };
	const file = resolve(expanded);
	try {
		const other = otherThanFile(file);
		if (other !== undefined) return { problem: `names ${file}, which cannot be read (${other})` };
		const pem = readFileSync(file, "utf8");
		if (pem.includes("-----BEGIN CERTIFICATE-----")) return { pem };
		return { problem: `names ${file}, which holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)` };
	} catch (error) {
		const reason = errorMessage(error);
		return { problem: `names ${file}, which cannot be read (${reason})` };
	}
}
