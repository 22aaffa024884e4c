import type { LoadKeyring } from "../../../src/entra/sign-in/certificate/keyring-module.ts";

/** A keyring that holds these entries. */
export function keyringWith(entries: Readonly<Record<string, string>>): LoadKeyring {
	class AsyncEntry {
		readonly #name: string;
		constructor(_service: string, name: string) {
			this.#name = name;
		}
		getPassword = async () => entries[this.#name] ?? null;
		setPassword = async () => expectNoWrite();
		deletePassword = async () => expectNoWrite();
	}
	return async () => ({ AsyncEntry });
}

function expectNoWrite(): never {
	throw new Error("nothing is stored in the keyring");
}
