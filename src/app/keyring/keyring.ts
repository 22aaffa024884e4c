import { expiryNotice } from "../../entra/sign-in/certificate/expiry.ts";
import {
	readFromKeyring,
	removeFromKeyring,
	writeToKeyring,
} from "../../entra/sign-in/certificate/keyring.ts";
import type { LoadKeyring } from "../../entra/sign-in/certificate/keyring-module.ts";
import { readSignInCertificate } from "../../entra/sign-in/certificate/sign-in-certificate.ts";
import { DirectoryError } from "../../ports/source/directory.ts";

/** What an entry of the keyring holds, without its content. */
export type KeyringContent =
	| { readonly kind: "secret" }
	/** `expires`: ISO date. `notice`: a sentence when it expires soon. */
	| {
			readonly kind: "certificate";
			readonly thumbprint: string;
			readonly expires: string;
			readonly notice: string | null;
	  }
	/** A certificate that could not be looked into, since its passphrase is not given. */
	| { readonly kind: "encrypted-certificate" };

export type KeyringOptions = {
	/** The passphrase of a certificate; empty for none. */
	readonly passphrase: string;
	/** Milliseconds since 1970. */
	readonly now: number;
	/** Gets a sentence about an entry that will not last. */
	readonly warn?: ((sentence: string) => void) | undefined;
	/** For tests. */
	readonly load?: LoadKeyring | undefined;
};

/** Bytes that an entry may have: more than a chain of certificates. */
const maxBytes = 65_536;

/**
 * Stores a secret or a certificate in the keyring of the operating system: PEM as it is, PFX in Base64, and a secret without the line
 * break at its end. A certificate that Entra would refuse is not stored. Rejects with `DirectoryError`.
 */
export async function storeInKeyring(
	name: string,
	given: Uint8Array,
	{ load, warn, ...options }: KeyringOptions,
): Promise<KeyringContent> {
	checkName(name);
	if (given.length > maxBytes) throw refused(`The content has more than ${maxBytes} bytes.`);
	const isPfx = given[0] === 0x30 && given.includes(0);
	const text = isPfx
		? Buffer.from(given).toString("base64")
		: Buffer.from(given)
				.toString("utf8")
				.replace(/^\uFEFF/, "")
				.replace(/\r?\n$/, "");
	if (text.trim() === "") throw refused("The content is empty: nothing was stored.");
	const content = contentOf(name, text, options);
	if (!(await writeToKeyring(name, text, load)))
		warn?.(
			`No Secret Service can be reached, so only the kernel's keyring holds keyring:${name}, until this machine restarts. Start one, such as gnome-keyring, and store the entry again.`,
		);
	return content;
}

/** What an entry holds. Rejects with `DirectoryError` when there is none, or its certificate is not valid. */
export async function checkInKeyring(
	name: string,
	{ load, ...options }: KeyringOptions,
): Promise<KeyringContent> {
	checkName(name);
	return contentOf(name, Buffer.from(await readFromKeyring(name, load)).toString("utf8"), options);
}

/** Removes an entry; resolves with false when there is none. Rejects with `DirectoryError`. */
export function removeKeyringEntry(name: string, load?: LoadKeyring): Promise<boolean> {
	checkName(name);
	return removeFromKeyring(name, load);
}

function contentOf(
	name: string,
	text: string,
	{ passphrase, now }: Omit<KeyringOptions, "load" | "warn">,
): KeyringContent {
	const isPem = text.includes("-----BEGIN ");
	const isPfx = !isPem && /^MII[A-Za-z0-9+/=\s]{200,}$/.test(text);
	if (!isPem && !isPfx) return { kind: "secret" };
	const isEncrypted = isPfx || text.includes("ENCRYPTED");
	if (isEncrypted && passphrase === "") return { kind: "encrypted-certificate" };
	const label = `keyring:${name}`;
	const read = readSignInCertificate({ content: Buffer.from(text), label, passphrase }, now);
	return {
		kind: "certificate",
		thumbprint: read.thumbprint,
		expires: new Date(read.validTo).toISOString(),
		notice: expiryNotice(read, label, now),
	};
}

function checkName(name: string): void {
	if (!/^[\w.@ -]{1,100}$/.test(name))
		throw refused(`"${name}" cannot be the name of an entry: use letters, digits, spaces and . _ - @.`);
}

function refused(message: string): DirectoryError {
	return new DirectoryError("invalid", message);
}
