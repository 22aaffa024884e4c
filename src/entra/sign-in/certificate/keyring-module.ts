/** Where Linux keeps an entry when no Secret Service is there: in memory, until the machine restarts. */
export const inKernel = "kernel";

/** An entry of the keyring. */
export type KeyringEntry = {
	/** Null when there is none. */
	getPassword(): Promise<string | null>;
	/** Resolves with `inKernel` when only the kernel keeps it. */
	setPassword(content: string): Promise<unknown>;
	/** Resolves with whether there was one. */
	deletePassword(): Promise<unknown>;
};

/** What of `@napi-rs/keyring` is used here; loaded when needed, because it is an optional native module. */
export type KeyringModule = {
	readonly AsyncEntry: new (service: string, name: string) => KeyringEntry;
};

/** Rejects when the module is not installed for this platform. */
export type LoadKeyring = () => Promise<KeyringModule>;

/** The module is installed without the part for this platform. */
export class KeyringNotInstalledError extends Error {
	override readonly name = "KeyringNotInstalledError";
}

/** The service that keeps the entries is not there, or does not answer. The message says which. */
export class KeyringUnreachableError extends Error {
	override readonly name = "KeyringUnreachableError";
}
