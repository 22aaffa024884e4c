import { generateKeyPairSync, type KeyPairKeyObjectResult, sign } from "node:crypto";

/*
 * Certificates that no authority signed, created for each run, so that no private key is in the repository.
 * X.509 version 3 (RFC 5280 §4.1) in DER, by hand: Node can read certificates, but not make them.
 */
function der(tag: number, ...parts: Uint8Array[]): Buffer {
	const content = Buffer.concat(parts);
	const length = content.length < 128 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff];
	return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts);
const objectId = (hex: string) => der(0x06, Buffer.from(hex, "hex"));
const time = (text: string) => der(0x18, Buffer.from(text));

/** The algorithm of a signature with SHA-256. */
const algorithms: Readonly<Record<string, Buffer>> = {
	ec: sequence(objectId("2a8648ce3d040302")),
	rsa: sequence(objectId("2a864886f70d01010b"), der(0x05)),
};
const name = sequence(der(0x31, sequence(objectId("550403"), der(0x0c, Buffer.from("127.0.0.1")))));
/** RFC 5280 §4.2.1.6: the names that it is for, which are loopback's. */
const subjectAltName = sequence(
	objectId("551d11"),
	der(0x04, sequence(der(0x87, Buffer.from([127, 0, 0, 1])), der(0x82, Buffer.from("localhost")))),
);

/** A certificate in PEM for a pair of keys, signed with its own. Times as `20200101000000Z`. */
export function selfSigned(
	keys: KeyPairKeyObjectResult,
	from = "20200101000000Z",
	to = "21200101000000Z",
): string {
	const algorithm = algorithms[keys.privateKey.asymmetricKeyType ?? ""];
	if (algorithm === undefined) throw new Error("Only for EC and RSA keys.");
	const content = sequence(
		der(0xa0, der(0x02, Buffer.from([2]))),
		der(0x02, Buffer.from([1])),
		algorithm,
		name,
		sequence(time(from), time(to)),
		name,
		keys.publicKey.export({ type: "spki", format: "der" }),
		der(0xa3, sequence(subjectAltName)),
	);
	const signature = der(0x03, Buffer.from([0]), sign("sha256", content, keys.privateKey));
	const body = sequence(content, algorithm, signature).toString("base64");
	return `-----BEGIN CERTIFICATE-----\n${body.replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`;
}

const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });

export const certificate = selfSigned(keys);
export const privateKey = keys.privateKey.export({ type: "pkcs8", format: "pem" });
