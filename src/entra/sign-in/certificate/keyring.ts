import { DirectoryError } from "../../../ports/source/directory.ts";
import { errorMessage } from "../../../text/error-message.ts";

/** The service under which entries for sumo-provision are kept in the keyring. */
export const keyringService = "sumo-provision";

/** What of `@napi-rs/keyring` is used here; loaded when needed, because it is an optional native module. */
export type KeyringModule = {
	readonly AsyncEntry: new (service: string, name: string) => { getPassword(): Promise<string | null> };
};

const loadKeyring = (): Promise<KeyringModule> => import("@napi-rs/keyring");

/**
 * The content of an entry of the operating system's keyring: Keychain, Credential Manager, or the Secret Service.
 *
 * @throws DirectoryError `unauthorized` when the module, the keyring or the entry is missing, with the fix
 */
export async function readFromKeyring(name: string, load = loadKeyring): Promise<Uint8Array> {
	const fail = (message: string, cause?: unknown) =>
		new DirectoryError("unauthorized", message, cause, { type: "enter-source-credentials" });
	let keyring: KeyringModule;
	try {
		keyring = await load();
	} catch (error) {
		throw fail(
			"The keyring cannot be used: the optional package @napi-rs/keyring is not installed for this platform. Install sumo-provision again without --omit=optional, or give the certificate as a file.",
			error,
		);
	}
	let content: string | null;
	try {
		content = await new keyring.AsyncEntry(keyringService, name).getPassword();
	} catch (error) {
		throw fail(
			`Can't read "${name}" from the keyring: ${errorMessage(error)}. Unlock the keyring, or give the certificate as a file.`,
			error,
		);
	}
	if (content === null)
		throw fail(
			`The keyring has no entry "${name}" for the service ${keyringService}. Store the PEM file, or the PFX file in Base64, as its password.`,
		);
	return Buffer.from(content);
}
