import { readFile } from "node:fs/promises";
import { DirectoryError } from "../../../ports/source/directory.ts";
import { errorMessage } from "../../../text/error-message.ts";
import { readFromKeyring } from "./keyring.ts";
import { readSignInCertificate, type SignInCertificate } from "./sign-in-certificate.ts";

const keyringPrefix = "keyring:";

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
	const name = place.startsWith(keyringPrefix) ? place.slice(keyringPrefix.length) : undefined;
	const content = name === undefined ? await fromFile(place) : await readFromKeyring(name);
	return readSignInCertificate(
		{ content, label: name === undefined ? place : `the keyring entry "${name}"`, passphrase },
		now,
	);
}

async function fromFile(path: string): Promise<Uint8Array> {
	try {
		return await readFile(path);
	} catch (error) {
		throw new DirectoryError(
			"unauthorized",
			`Can't read the certificate ${path}: ${reasonOf(error)}.`,
			error,
			{
				type: "enter-source-credentials",
			},
		);
	}
}

function reasonOf(error: unknown): string {
	const code = error instanceof Error && "code" in error ? error.code : undefined;
	if (code === "ENOENT") return "there is no such file";
	if (code === "EACCES") return "permission denied";
	return errorMessage(error);
}
