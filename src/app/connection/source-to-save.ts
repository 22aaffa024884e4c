import { isAbsolute } from "node:path";
import { absolutePath, homeNeeded } from "../../config/paths/expand-home.ts";
import { pathProblem } from "../../config/paths/path-problem.ts";
import type { Profile } from "../../config/profile.ts";
import { keyringName } from "../../text/keyring-name.ts";

/** A file that was entered and cannot be read. Its message names the path. */
export class UnreadableFileError extends Error {
	override readonly name = "UnreadableFileError";
	readonly code = "unreadable-file";
}

/**
 * The source as it is saved: the path of the users file or the certificate is absolute, so that it names the same file from every folder.
 * A path that is already saved is kept as it is: other fields can be saved while its disk is not mounted.
 *
 * @throws UnreadableFileError for a file that is missing, not a file, or not readable by this user
 */
export function sourceToSave(source: Profile["source"], saved: Profile["source"]): Profile["source"] {
	switch (source.type) {
		case "file":
			if (saved.type === "file" && saved.path === source.path) return source;
			return { ...source, path: readablePath(source.path, "the users file") };
		case "entra": {
			const { certificate } = source;
			const isSaved = saved.type === "entra" && saved.certificate === certificate;
			if (source.signIn !== "clientCertificate" || certificate === undefined || isSaved) return source;
			if (keyringName(certificate) !== undefined) return source;
			return { ...source, certificate: readablePath(certificate, "the certificate") };
		}
		case "demo":
			return source;
	}
}

function readablePath(typed: string, what: string): string {
	const path = absolutePath(typed.trim());
	if (!isAbsolute(path)) throw new UnreadableFileError(`${path} ${homeNeeded}.`);
	const problem = pathProblem(path);
	if (problem !== undefined)
		throw new UnreadableFileError(`Can't read ${what} ${path}: ${problem}. Enter the path of a file.`);
	return path;
}
