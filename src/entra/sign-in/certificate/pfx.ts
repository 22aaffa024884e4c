import { createPrivateKey, type KeyObject } from "node:crypto";
import { DerError, type Element, elements, objectId, octets, onlyElement } from "./der.ts";
import { decrypt, PfxError, verifyMac } from "./pfx-encryption.ts";

/** What a PFX file holds. */
export type PfxContent = {
	readonly keys: readonly KeyObject[];
	/** X.509 in DER. */
	readonly certificates: readonly Uint8Array[];
};

/** Object identifiers, as hexadecimal digits of their content. */
const data = "2a864886f70d010701";
const encryptedData = "2a864886f70d010706";
const keyBag = "2a864886f70d010c0a0101";
const shroudedKeyBag = "2a864886f70d010c0a0102";
const certBag = "2a864886f70d010c0a0103";
const safeContentsBag = "2a864886f70d010c0a0106";

/**
 * Reads a PFX file (PKCS #12, RFC 7292).
 *
 * @throws PfxError `passphrase` for a wrong one, `cipher` for an encryption that is not supported, `content` for anything else
 */
export function readPfx(bytes: Uint8Array, passphrase: string): PfxContent {
	try {
		const [, authSafe, macData] = elements(onlyElement(bytes).content);
		if (authSafe === undefined) throw new PfxError("content");
		const safes = octets(contentOf(authSafe));
		if (macData !== undefined) verifyMac(macData, safes, passphrase);
		const content: { keys: KeyObject[]; certificates: Uint8Array[] } = { keys: [], certificates: [] };
		for (const safe of elements(onlyElement(safes).content))
			readBags(bagsOf(safe, passphrase), passphrase, content);
		return content;
	} catch (error) {
		if (error instanceof DerError) throw new PfxError("content");
		throw error;
	}
}

/** The content of a ContentInfo, without its explicit tag. */
function contentOf(info: Element): Element {
	const [, explicit] = elements(info.content);
	if (explicit === undefined) throw new PfxError("content");
	return onlyElement(explicit.content);
}

function bagsOf(info: Element, passphrase: string): Uint8Array {
	const [id] = elements(info.content);
	switch (id && objectId(id)) {
		case data:
			return octets(contentOf(info));
		case encryptedData: {
			const [, encryptedContent] = elements(contentOf(info).content);
			const [, algorithm, encrypted] =
				encryptedContent === undefined ? [] : elements(encryptedContent.content);
			if (algorithm === undefined || encrypted === undefined) throw new PfxError("content");
			return decrypt(algorithm, octets(encrypted), passphrase);
		}
		default:
			throw new PfxError("cipher");
	}
}

function readBags(
	contents: Uint8Array,
	passphrase: string,
	content: { readonly keys: KeyObject[]; readonly certificates: Uint8Array[] },
): void {
	for (const bag of elements(onlyElement(contents).content)) {
		const [id, explicit] = elements(bag.content);
		if (id === undefined || explicit === undefined) throw new PfxError("content");
		const value = onlyElement(explicit.content);
		switch (objectId(id)) {
			case keyBag:
				content.keys.push(keyOf(value.whole));
				break;
			case shroudedKeyBag: {
				const [algorithm, encrypted] = elements(value.content);
				if (algorithm === undefined || encrypted === undefined) throw new PfxError("content");
				content.keys.push(keyOf(decrypt(algorithm, octets(encrypted), passphrase)));
				break;
			}
			case certBag: {
				const [, certificate] = elements(value.content);
				if (certificate !== undefined) content.certificates.push(octets(onlyElement(certificate.content)));
				break;
			}
			case safeContentsBag:
				readBags(value.whole, passphrase, content);
				break;
		}
	}
}

function keyOf(pkcs8: Uint8Array): KeyObject {
	try {
		return createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" });
	} catch {
		throw new PfxError("content"); // OpenSSL's message is about bytes
	}
}
