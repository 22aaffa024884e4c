import { DirectoryError } from "../../../ports/source/directory.ts";
import { errorMessage } from "../../../text/error-message.ts";
import {
	inKernel,
	type KeyringEntry,
	type KeyringModule,
	KeyringNotInstalledError,
	KeyringUnreachableError,
	type LoadKeyring,
} from "./keyring-module.ts";
import { loadKeyring } from "./keyring-process.ts";

/** The service under which entries for sumo-provision are kept in the keyring. */
export const keyringService = "sumo-provision";

/**
 * The content of an entry of the operating system's keyring: Keychain, Credential Manager, or the Secret Service.
 *
 * @throws DirectoryError `unauthorized` when the module, the keyring or the entry is missing, with the fix
 */
export async function readFromKeyring(name: string, load: LoadKeyring = loadKeyring): Promise<Uint8Array> {
	const entry = await entryOf(name, load);
	const content = await done(`read "${name}" from`, entry.getPassword());
	if (content !== null) return Buffer.from(content);
	throw refused(
		`The keyring has no entry "${name}" for the service ${keyringService}. Store it with \`sumo-provision keyring set\`.`,
	);
}

/**
 * Stores the content of an entry, in place of an earlier one. Resolves with false when it is gone once the machine restarts.
 *
 * @throws DirectoryError `unauthorized` when the module or the keyring is missing, or refuses it, with the fix
 */
export async function writeToKeyring(
	name: string,
	content: string,
	load: LoadKeyring = loadKeyring,
): Promise<boolean> {
	const entry = await entryOf(name, load);
	return (await done(`store "${name}" in`, entry.setPassword(content))) !== inKernel;
}

/**
 * Removes an entry; resolves with false when there is none.
 *
 * @throws DirectoryError `unauthorized` when the module or the keyring is missing, with the fix
 */
export async function removeFromKeyring(name: string, load: LoadKeyring = loadKeyring): Promise<boolean> {
	const entry = await entryOf(name, load);
	if ((await done(`read "${name}" from`, entry.getPassword())) === null) return false;
	await done(`remove "${name}" from`, entry.deletePassword());
	return true;
}

async function entryOf(name: string, load: LoadKeyring): Promise<KeyringEntry> {
	let keyring: KeyringModule;
	try {
		keyring = await load();
	} catch (error) {
		throw notInstalled(error);
	}
	try {
		return new keyring.AsyncEntry(keyringService, name);
	} catch (error) {
		throw unusable(`open "${name}" in`, error);
	}
}

async function done<T>(action: string, work: Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (error) {
		throw unusable(action, error);
	}
}

function unusable(action: string, error: unknown): DirectoryError {
	if (error instanceof KeyringNotInstalledError) return notInstalled(error);
	const reason = errorMessage(error);
	const [what, fix] =
		error instanceof KeyringUnreachableError
			? [`the keyring, which cannot be reached: ${reason}`, "Start it"]
			: [`the keyring: ${reason}`, "Unlock the keyring"];
	return refused(
		`Can't ${action} ${what}. ${fix}, or give the secret or the file of the certificate instead.`,
		error,
	);
}

function notInstalled(error: unknown): DirectoryError {
	return refused(
		"The keyring cannot be used: the optional package @napi-rs/keyring is not installed for this platform. Install sumo-provision again without --omit=optional, or give the secret or the file of the certificate instead.",
		error,
	);
}

function refused(message: string, cause?: unknown): DirectoryError {
	return new DirectoryError("unauthorized", message, cause, { type: "enter-source-credentials" });
}
