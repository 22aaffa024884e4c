import { createHash, generateKeyPairSync, randomBytes, randomUUID, sign } from "node:crypto";
import type { KeyCredential } from "./application.ts";

/** A self-signed certificate for a common name, as Entra creates for SAML. Times are milliseconds since 1970. */
export function selfSigned(commonName: string, start: number, end: number): KeyCredential {
	const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
	const algorithm = sequence(objectId([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02])); // ecdsa-with-SHA256
	const name = sequence(
		tagged(0x31, sequence(objectId([0x55, 0x04, 0x03]), tagged(0x0c, Buffer.from(commonName)))),
	);
	const content = sequence(
		tagged(0xa0, tagged(0x02, Buffer.from([2]))), // version 3
		tagged(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])), // serial number, positive
		algorithm,
		name,
		sequence(time(start), time(end)),
		name,
		publicKey.export({ type: "spki", format: "der" }),
	);
	const signature = sign("sha256", content, privateKey);
	const certificate = sequence(
		content,
		algorithm,
		tagged(0x03, Buffer.concat([Buffer.from([0]), signature])),
	);
	return {
		keyId: randomUUID(),
		displayName: `CN=${commonName}`,
		thumbprint: createHash("sha1").update(certificate).digest("hex").toUpperCase(),
		key: certificate.toString("base64"),
		start,
		end,
	};
}

/** A value of DER (ITU-T X.690): tag, length, content. */
function tagged(tag: number, content: Buffer): Buffer {
	const { length } = content;
	const size =
		length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts));
const objectId = (bytes: readonly number[]): Buffer => tagged(0x06, Buffer.from(bytes));

/** GeneralizedTime: `20260302080000Z`. */
function time(at: number): Buffer {
	const digits = new Date(at).toISOString().slice(0, 19).replace(/\D/g, "");
	return tagged(0x18, Buffer.from(`${digits}Z`));
}
