import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { DirectoryError } from "../../../ports/source/directory.ts";
import { readPfx } from "./pfx.ts";
import { PfxError } from "./pfx-encryption.ts";

/** A certificate with its private key, as @azure/identity takes them. */
export type SignInCertificate = {
	/** Certificate and decrypted private key in PEM: secret. */
	readonly pem: string;
	/** SHA-1 in upper-case hexadecimal digits, as Entra shows it. */
	readonly thumbprint: string;
	/** Milliseconds since 1970. */
	readonly validTo: number;
};

export type CertificateSource = {
	/** PEM or PFX; of the keyring also PFX in Base64. */
	readonly content: Uint8Array;
	/** The file or the keyring entry, for messages. */
	readonly label: string;
	/** Empty for none. */
	readonly passphrase: string;
};

const pemMark = /-----BEGIN [A-Z0-9 ]+-----/;
const pemCertificates = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;
const pemKeys = /-----BEGIN ([A-Z ]*)PRIVATE KEY-----[\s\S]*?-----END \1PRIVATE KEY-----/g;

/**
 * Reads a certificate with its private key, and checks what Entra would refuse.
 *
 * @param now milliseconds since 1970
 * @throws DirectoryError `unauthorized` with the fix; never holds the passphrase or a key
 */
export function readSignInCertificate(source: CertificateSource, now: number): SignInCertificate {
	const text = Buffer.from(source.content).toString("latin1");
	const { keys, certificates } = pemMark.test(text) ? readPem(text, source) : openPfx(text, source);
	const { label } = source;
	if (certificates.length === 0)
		throw refused(`${label} contains no certificate. Put the certificate and its private key into one file.`);
	if (keys.length === 0)
		throw refused(
			`${label} contains no private key. Put the key and the certificate into one file (cat key.pem cert.pem > both.pem), or export the certificate with its private key.`,
		);
	for (const key of keys) {
		const certificate = certificates.find((one) => one.checkPrivateKey(key));
		if (certificate !== undefined) return checked(certificate, key, label, now);
	}
	throw refused(`The private key in ${label} does not belong to the certificate in it.`);
}

function checked(
	certificate: X509Certificate,
	key: KeyObject,
	label: string,
	now: number,
): SignInCertificate {
	const thumbprint = certificate.fingerprint.replaceAll(":", "");
	const [from, to] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
	const day = (time: number) => new Date(time).toISOString().slice(0, 10);
	if (key.asymmetricKeyType !== "rsa")
		throw refused(
			`The certificate in ${label} has no RSA key, which Entra needs for sign-in. Create one with an RSA key of 2048 bits.`,
		);
	if (to <= now)
		throw refused(
			`The certificate in ${label} (thumbprint ${thumbprint}) expired on ${day(to)}. Create a new one, add it to the app registration in Entra (Certificates & secrets), and use it here.`,
		);
	if (from > now)
		throw refused(
			`The certificate in ${label} (thumbprint ${thumbprint}) is not valid before ${day(from)}. Check the clock of this machine.`,
		);
	const pem = `${certificate.toString()}${key.export({ type: "pkcs8", format: "pem" })}`;
	return { pem, thumbprint, validTo: to };
}

type Content = { readonly keys: readonly KeyObject[]; readonly certificates: readonly X509Certificate[] };

function readPem(text: string, { label, passphrase }: CertificateSource): Content {
	const certificates = [...text.matchAll(pemCertificates)].map(([pem]) => parsed(pem, label));
	const keys = [...text.matchAll(pemKeys)].map(([pem]) => {
		const isEncrypted = /ENCRYPTED/.test(pem);
		if (isEncrypted && passphrase === "") throw passphraseNeeded(label);
		try {
			return createPrivateKey({ key: pem, format: "pem", ...(isEncrypted ? { passphrase } : {}) });
		} catch {
			// OpenSSL's message says less, and may be about the passphrase.
			throw refused(
				isEncrypted
					? `The passphrase of the private key in ${label} is wrong.`
					: `The private key in ${label} cannot be read.`,
			);
		}
	});
	return { keys, certificates };
}

function openPfx(text: string, { content, label, passphrase }: CertificateSource): Content {
	const isBase64 = /^[A-Za-z0-9+/=\s]+$/.test(text);
	const bytes = isBase64 ? Buffer.from(text, "base64") : content;
	try {
		const { keys, certificates } = readPfx(bytes, passphrase);
		return { keys, certificates: certificates.map((der) => parsed(der, label)) };
	} catch (error) {
		if (!(error instanceof PfxError)) throw error;
		throw error.reason === "passphrase" && passphrase === ""
			? passphraseNeeded(label)
			: refused(pfxProblem(error, label));
	}
}

function pfxProblem({ reason }: PfxError, label: string): string {
	switch (reason) {
		case "passphrase":
			return `The passphrase of ${label} is wrong.`;
		case "cipher":
			return `${label} is encrypted in a way that is obsolete or not supported, such as RC2. Convert it: openssl pkcs12 -legacy -in old.pfx -nodes -out certificate.pem.`;
		case "content":
			return `${label} is neither a PEM file nor a PFX file.`;
	}
}

function passphraseNeeded(label: string): DirectoryError {
	return refused(
		`${label} is encrypted: its passphrase is needed. Set SUMO_PROVISION_CERTIFICATE_PASSPHRASE, or enter it.`,
	);
}

function parsed(certificate: string | Uint8Array, label: string): X509Certificate {
	try {
		return new X509Certificate(certificate);
	} catch (error) {
		throw new DirectoryError("unauthorized", `The certificate in ${label} cannot be read.`, error, {
			type: "enter-source-credentials",
		});
	}
}

function refused(message: string): DirectoryError {
	return new DirectoryError("unauthorized", message, undefined, { type: "enter-source-credentials" });
}
