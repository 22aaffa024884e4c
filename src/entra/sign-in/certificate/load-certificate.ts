import { readFile, stat } from "node:fs/promises";
import { absolutePath } from "../../../config/paths/expand-home.ts";
import { pathProblem } from "../../../config/paths/path-problem.ts";
import { DirectoryError } from "../../../ports/source/directory.ts";
import { errorMessage } from "../../../text/error-message.ts";
import { keyringName } from "../../../text/keyring-name.ts";
import { readFromKeyring } from "./keyring.ts";
import { readSignInCertificate, type SignInCertificate } from "./sign-in-certificate.ts";

/**
 * Loads the certificate to sign in with.
 *
 * @param place the path of a PEM or PFX file, or `keyring:NAME`
 * @param passphrase empty for none
 * @throws DirectoryError `unauthorized` with the fix
 */
export async function loadCertificate(
	place: string,
	passphrase: string,
	now: number,
): Promise<SignInCertificate> {
	const name = keyringName(place);
	const content = name === undefined ? await fromFile(place) : await readFromKeyring(name);
	return readSignInCertificate(
		{ content, label: name === undefined ? place : `the keyring entry "${name}"`, passphrase },
		now,
	);
}

/**
 * A sentence about a file with a private key that other users of this machine can read; null for another one, for the keyring, and on
 * Windows, which has no such modes.
 *
 * @param place the path of a file, or `keyring:NAME`
 */
export async function openToOthers(place: string): Promise<string | null> {
	if (keyringName(place) !== undefined || process.platform === "win32") return null;
	const path = absolutePath(place);
	try {
		const { mode } = await stat(path);
		return (mode & 0o044) === 0
			? null
			: `Other users of this machine can read the private key in ${path}. Run: chmod 600 ${path}`;
	} catch {
		return null; // reading the file reports it
	}
}

async function fromFile(place: string): Promise<Uint8Array> {
	const path = absolutePath(place);
	const problem = pathProblem(path);
	if (problem !== undefined) throw unreadable(path, problem);
	try {
		return await readFile(path);
	} catch (error) {
		throw unreadable(path, errorMessage(error), error);
	}
}

function unreadable(path: string, reason: string, cause?: unknown): DirectoryError {
	return new DirectoryError("unauthorized", `Can't read the certificate ${path}: ${reason}.`, cause, {
		type: "enter-source-credentials",
	});
}
