import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { errorMessage } from "../../text/error-message.ts";
import { expandHome, homeNeeded } from "../paths/expand-home.ts";
import { pathProblem } from "../paths/path-problem.ts";

/** The certificates in a PEM file; or what is wrong with it, with its path, to follow "it". */
export function readPemFile(path: string): { readonly pem: string } | { readonly problem: string } {
	const expanded = expandHome(path);
	if (expanded === undefined) return { problem: `names ${path}, which ${homeNeeded}` };
	const file = resolve(expanded);
	try {
		const unreadable = pathProblem(file);
		if (unreadable !== undefined) return { problem: `names ${file}, which cannot be read (${unreadable})` };
		const bytes = readFileSync(file);
		const pem = bytes.toString("utf8");
		const what = wrongIn(pem, bytes);
		return what === undefined ? { pem } : { problem: `names ${file}, ${what}` };
	} catch (error) {
		const reason = errorMessage(error);
		return { problem: `names ${file}, which cannot be read (${reason})` };
	}
}

const begin = "-----BEGIN CERTIFICATE-----";
const end = "-----END CERTIFICATE-----";

/** What is wrong with the content: connections would silently ignore a certificate that cannot be read. */
function wrongIn(pem: string, bytes: Buffer): string | undefined {
	const [, ...parts] = pem.split(begin);
	if (parts.length === 0) {
		if (bytes.length === 0) return "which is empty";
		return isCertificate(bytes)
			? "which holds a certificate in DER form. Convert it: `openssl x509 -inform der -in FILE -out ca.pem`"
			: `which ${otherForm(pem, bytes) ?? `holds no certificate in PEM form (${begin})`}`;
	}
	for (const [index, part] of parts.entries()) {
		const stop = part.indexOf(end);
		const which =
			parts.length === 1 ? "whose certificate" : `whose certificate ${index + 1} of ${parts.length}`;
		if (stop < 0) return `${which} has no end (${end}): the file was cut off`;
		if (!isCertificate(`${begin}${part.slice(0, stop)}${end}`))
			return `${which} cannot be read. Export it again, or remove it`;
	}
	return undefined;
}

/** How files begin that are easily taken for certificates in PEM form, and how they become it. Undefined for any other. */
function otherForm(pem: string, bytes: Buffer): string | undefined {
	const found = otherForms.find(
		([begins]) => begins.test(pem) || begins.test(bytes.toString("latin1", 0, 32)),
	);
	return found?.[1];
}

/** The binary ones by their first ASN.1 elements: a signedData (RFC 2315 §9), a PFX of version 3 (RFC 7292 §4). */
const otherForms: readonly (readonly [begins: RegExp, what: string])[] = [
	[
		/-----BEGIN PKCS7-----/,
		"holds certificates in PKCS#7 form. Convert them: `openssl pkcs7 -print_certs -in FILE -out ca.pem`",
	],
	[
		/^\x30[\s\S]{1,5}\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02/,
		"holds certificates in PKCS#7 form. Convert them: `openssl pkcs7 -inform der -print_certs -in FILE -out ca.pem`",
	],
	[
		/^\x30[\s\S]{1,5}\x02\x01\x03\x30/,
		"is a PKCS#12 file (.pfx). Export its certificates: `openssl pkcs12 -nokeys -in FILE -out ca.pem`",
	],
	[
		/-----BEGIN TRUSTED CERTIFICATE-----/,
		"holds a certificate in OpenSSL's own form. Convert it: `openssl x509 -in FILE -out ca.pem`",
	],
	[/-----BEGIN [A-Z ]*PRIVATE KEY-----/, "holds a private key, not a certificate"],
	[/^(?:\xff\xfe|\xfe\xff)/, "is UTF-16. Save it as plain text (ASCII or UTF-8)"],
];

function isCertificate(content: string | Buffer): boolean {
	try {
		return new X509Certificate(content).raw.length > 0;
	} catch {
		return false;
	}
}
