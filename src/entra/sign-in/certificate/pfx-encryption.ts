import { createDecipheriv, createHash, createHmac, pbkdf2Sync, timingSafeEqual } from "node:crypto";
import { type Element, elements, integer, objectId, octets } from "./der.ts";

/** Why a PFX file cannot be opened. */
export class PfxError extends Error {
	override readonly name = "PfxError";
	readonly reason: "passphrase" | "cipher" | "content";
	constructor(reason: PfxError["reason"]) {
		super(`The PFX file cannot be opened: ${reason}`);
		this.reason = reason;
	}
}

/** Object identifiers, as hexadecimal digits of their content. */
const pbes2 = "2a864886f70d01050d";
const tripleDes = "2a864886f70d010c0103";
const hmacs: Readonly<Record<string, string>> = {
	"2a864886f70d0207": "sha1",
	"2a864886f70d0209": "sha256",
	"2a864886f70d020a": "sha384",
	"2a864886f70d020b": "sha512",
};
const digests: Readonly<Record<string, string>> = {
	"2b0e03021a": "sha1",
	"608648016503040201": "sha256",
	"608648016503040202": "sha384",
	"608648016503040203": "sha512",
};
const ciphers: Readonly<Record<string, { readonly name: string; readonly keyLength: number }>> = {
	"60864801650304012a": { name: "aes-256-cbc", keyLength: 32 },
	"608648016503040116": { name: "aes-192-cbc", keyLength: 24 },
	"608648016503040102": { name: "aes-128-cbc", keyLength: 16 },
	"2a864886f70d0307": { name: "des-ede3-cbc", keyLength: 24 },
};
/** More would take minutes; programs use up to a million. */
const maxIterations = 10_000_000;

/**
 * Decrypts a content of a PFX file.
 *
 * @param algorithm the AlgorithmIdentifier: PBES2 (RFC 8018), or SHA-1 with Triple DES (RFC 7292, appendix C)
 * @throws PfxError `cipher` for another algorithm, `passphrase` when the padding does not fit
 */
export function decrypt(algorithm: Element, encrypted: Uint8Array, passphrase: string): Uint8Array {
	const [id, parameters] = elements(algorithm.content);
	if (id === undefined || parameters === undefined) throw new PfxError("content");
	const { cipher, key, iv } = keyOf(objectId(id), parameters, passphrase);
	try {
		const decipher = createDecipheriv(cipher, key, iv);
		return Buffer.concat([decipher.update(encrypted), decipher.final()]);
	} catch {
		throw new PfxError("passphrase"); // the padding is wrong, as it is with another key
	}
}

function keyOf(scheme: string, parameters: Element, passphrase: string) {
	if (scheme === tripleDes) {
		const [salt, iterations] = elements(parameters.content);
		if (salt === undefined || iterations === undefined) throw new PfxError("content");
		const derived = (purpose: 1 | 2, length: number) =>
			pkcs12Key({
				digest: "sha1",
				passphrase: bmp(passphrase),
				salt: octets(salt),
				iterations: countOf(iterations),
				purpose,
				length,
			});
		return { cipher: "des-ede3-cbc", key: derived(1, 24), iv: derived(2, 8) };
	}
	if (scheme !== pbes2) throw new PfxError("cipher");
	const [derivation, encryption] = elements(parameters.content);
	if (derivation === undefined || encryption === undefined) throw new PfxError("content");
	const [, derivationParameters] = elements(derivation.content);
	const [cipherId, iv] = elements(encryption.content);
	if (derivationParameters === undefined || cipherId === undefined || iv === undefined)
		throw new PfxError("content");
	const cipher = ciphers[objectId(cipherId)];
	const [salt, iterations, ...others] = elements(derivationParameters.content);
	if (cipher === undefined) throw new PfxError("cipher");
	if (salt === undefined || iterations === undefined) throw new PfxError("content");
	const sequence = others.find(({ tag }) => tag === 0x30);
	const [hmac] = sequence === undefined ? [] : elements(sequence.content);
	const digest = hmac === undefined ? "sha1" : hmacs[objectId(hmac)];
	if (digest === undefined) throw new PfxError("cipher");
	const key = pbkdf2Sync(passphrase, octets(salt), countOf(iterations), cipher.keyLength, digest);
	return { cipher: cipher.name, key, iv: octets(iv) };
}

function countOf(iterations: Element): number {
	const count = integer(iterations);
	if (count < 1 || count > maxIterations) throw new PfxError("content");
	return count;
}

/** A passphrase as PKCS #12 hashes it: UTF-16 with a terminating zero (RFC 7292, appendix B.1). */
function bmp(passphrase: string): Uint8Array {
	return Buffer.from(`${passphrase}\0`, "utf16le").swap16();
}

type Derivation = {
	readonly digest: string;
	readonly passphrase: Uint8Array;
	readonly salt: Uint8Array;
	readonly iterations: number;
	/** 1 for a key, 2 for an initial vector, 3 for a MAC. */
	readonly purpose: 1 | 2 | 3;
	readonly length: number;
};

/** Derives key material (RFC 7292, appendix B.2). */
function pkcs12Key({ digest, passphrase, salt, iterations, purpose, length }: Derivation): Uint8Array {
	const block = digest === "sha384" || digest === "sha512" ? 128 : 64;
	const diversifier = new Uint8Array(block).fill(purpose);
	const input = Buffer.concat([filled(salt, block), filled(passphrase, block)]);
	const found: Uint8Array[] = [];
	for (let size = 0; size < length; ) {
		let hash = createHash(digest).update(diversifier).update(input).digest();
		for (let round = 1; round < iterations; round++) hash = createHash(digest).update(hash).digest();
		found.push(hash);
		size += hash.length;
		const addend = filled(hash, block).subarray(0, block);
		for (let at = 0; at < input.length; at += block) add(input.subarray(at, at + block), addend);
	}
	return Buffer.concat(found).subarray(0, length);
}

/** Bytes repeated to a multiple of the block; nothing for no bytes. */
function filled(bytes: Uint8Array, block: number): Uint8Array {
	const length = block * Math.ceil(bytes.length / block);
	return Uint8Array.from({ length }, (_, at) => bytes[at % bytes.length] ?? 0);
}

/** Adds a number and one to a block, both big-endian, modulo the size of the block. */
function add(block: Uint8Array, addend: Uint8Array): void {
	let carry = 1;
	for (let at = block.length - 1; at >= 0; at--) {
		carry += (block[at] ?? 0) + (addend[at] ?? 0);
		block[at] = carry & 0xff;
		carry >>= 8;
	}
}

/**
 * Checks the MAC of a PFX file, which shows a wrong passphrase.
 *
 * @param macData the MacData (RFC 7292 §4)
 * @throws PfxError
 */
export function verifyMac(macData: Element, content: Uint8Array, passphrase: string): void {
	const [digestInfo, salt, iterations] = elements(macData.content);
	if (digestInfo === undefined || salt === undefined) throw new PfxError("content");
	const [algorithm, expected] = elements(digestInfo.content);
	const [id] = algorithm === undefined ? [] : elements(algorithm.content);
	if (id === undefined || expected === undefined) throw new PfxError("content");
	const digest = digests[objectId(id)];
	if (digest === undefined) throw new PfxError("cipher");
	// Without a passphrase, programs hash an empty one or none at all.
	const candidates = passphrase === "" ? [bmp(""), new Uint8Array()] : [bmp(passphrase)];
	const matches = candidates.some((candidate) => {
		const key = pkcs12Key({
			digest,
			passphrase: candidate,
			salt: octets(salt),
			iterations: iterations === undefined ? 1 : countOf(iterations),
			purpose: 3,
			length: octets(expected).length,
		});
		const mac = createHmac(digest, key).update(content).digest();
		return mac.length === octets(expected).length && timingSafeEqual(mac, octets(expected));
	});
	if (!matches) throw new PfxError("passphrase");
}
