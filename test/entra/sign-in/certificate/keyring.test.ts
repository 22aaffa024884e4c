import { describe, expect, it } from "vitest";
import { readFromKeyring } from "../../../../src/entra/sign-in/certificate/keyring.ts";
import {
	type KeyringModule,
	KeyringNotInstalledError,
	KeyringUnreachableError,
} from "../../../../src/entra/sign-in/certificate/keyring-module.ts";

/** A keyring in memory with what of the module's class is used. */
function keyringOf(getPassword: () => Promise<string | null>): () => Promise<KeyringModule> {
	class AsyncEntry {
		getPassword = getPassword;
		setPassword = async () => undefined;
		deletePassword = async () => true;
	}
	return async () => ({ AsyncEntry });
}

describe("a certificate of the keyring", () => {
	it("is the entry's content", async () => {
		const content = await readFromKeyring(
			"ops",
			keyringOf(async () => "PEM"),
		);
		expect(String(content)).toBe("PEM");
	});

	it.each([
		[
			"the module is not installed",
			() => Promise.reject(new Error("Cannot find module")),
			/@napi-rs\/keyring is not installed for this platform.*--omit=optional/,
		],
		[
			"the keyring is locked",
			keyringOf(() => Promise.reject(new Error("locked"))),
			/Can't read "ops" from the keyring: locked\. Unlock the keyring/,
		],
		[
			"only the part for this platform is missing",
			keyringOf(() => Promise.reject(new KeyringNotInstalledError("no binding"))),
			/@napi-rs\/keyring is not installed for this platform/,
		],
		[
			"its service does not answer",
			keyringOf(() => Promise.reject(new KeyringUnreachableError("no D-Bus"))),
			/Can't read "ops" from the keyring, which cannot be reached: no D-Bus\. Start it, or give/,
		],
		["there is no entry", keyringOf(async () => null), /has no entry "ops" for the service sumo-provision/],
	])("is named with the fix when %s", async (_, load, message) => {
		await expect(readFromKeyring("ops", load)).rejects.toMatchObject({
			code: "unauthorized",
			message: expect.stringMatching(message),
		});
	});
});
