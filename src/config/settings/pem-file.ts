import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { errorMessage } from "../../text/error-message.ts";
import { expandHome, homeNeeded } from "../paths/expand-home.ts";
import { otherThanFile } from "../paths/path-problem.ts";

/** The certificates in a PEM file; or what is wrong with it, with its path, to follow "it". */
export function readPemFile(path: string): { readonly pem: string } | { readonly problem: string } {
	const expanded = expandHome(path);
	if (expanded === undefined) return { problem: `names ${path}, which ${homeNeeded}` };
	const file = resolve(expanded);
	try {
		const other = otherThanFile(file);
		if (other !== undefined) return { problem: `names ${file}, which cannot be read (${other})` };
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
		return isCertificate(bytes)
			? "which holds a certificate in DER form. Convert it: `openssl x509 -inform der -in FILE -out ca.pem`"
			: `which holds no certificate in PEM form (${begin})`;
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

function isCertificate(content: string | Buffer): boolean {
	try {
		return new X509Certificate(content).raw.length > 0;
	} catch {
		return false;
	}
}
