import { createHash, generateKeyPairSync, verify, X509Certificate } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { signInWithCertificate } from "../../../src/entra/sign-in/client-certificate.ts";
import { selfSigned } from "../../http/self-signed.ts";
import { openAuthority, refused, tokenAnswer } from "./authority.ts";

const scope = "https://graph.microsoft.com/.default";
const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const keyPem = String(keys.privateKey.export({ type: "pkcs8", format: "pem" }));
const certificate = selfSigned(keys);
const thumbprint = new X509Certificate(certificate).fingerprint.replaceAll(":", "");

function file(content: string, name = "sign-in.pem"): string {
	const folder = mkdtempSync(join(tmpdir(), "sumo-provision-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const path = join(folder, name);
	writeFileSync(path, content);
	return path;
}

function claimsOf(assertion: string) {
	const [header = "", payload = "", signature = ""] = assertion.split(".");
	return {
		header: JSON.parse(Buffer.from(header, "base64url").toString()),
		payload: JSON.parse(Buffer.from(payload, "base64url").toString()),
		signed: `${header}.${payload}`,
		signature: Buffer.from(signature, "base64url"),
	};
}

describe("a sign-in with a certificate", () => {
	it("sends an assertion that only the key of the certificate can have signed, and nothing before", async () => {
		const { options, requests, asked } = await openAuthority(() => tokenAnswer("token-1"));
		const source = signInWithCertificate({
			...options,
			certificate: file(keyPem + certificate),
			passphrase: "",
		});
		expect(requests).toEqual([]);
		expect(await source.getToken(scope)).toMatchObject({ token: "token-1" });
		const form = asked("token")[0]?.form;
		expect(form?.get("client_assertion_type")).toBe("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
		const { header, payload, signed, signature } = claimsOf(form?.get("client_assertion") ?? "");
		const der = new X509Certificate(certificate).raw;
		expect(header["x5t#S256"] ?? header.x5t).toBe(
			createHash(header["x5t#S256"] === undefined ? "sha1" : "sha256")
				.update(der)
				.digest("base64url"),
		);
		expect(payload).toMatchObject({ iss: options.clientId, sub: options.clientId });
		const padding = header.alg === "PS256" ? { padding: 6, saltLength: 32 } : {};
		expect(verify("sha256", Buffer.from(signed), { key: keys.publicKey, ...padding }, signature)).toBe(true);
		expect(String(form)).not.toContain("PRIVATE");
	});

	it("takes certificate and key in any order, beside the certificates of a chain, and an encrypted key", async () => {
		const passphrase = "right";
		const locked = keys.privateKey.export({
			type: "pkcs8",
			format: "pem",
			cipher: "aes-256-cbc",
			passphrase,
		});
		const intermediate = selfSigned(generateKeyPairSync("rsa", { modulusLength: 2048 }));
		for (const content of [
			certificate + keyPem,
			intermediate + certificate + keyPem,
			`Bag Attributes\n${keyPem}\r\n${intermediate}\r\n${certificate}`,
			certificate + locked,
		]) {
			const { options } = await openAuthority(() => tokenAnswer("token-1"));
			const source = signInWithCertificate({ ...options, certificate: file(content), passphrase });
			expect(await source.getToken(scope)).toMatchObject({ token: "token-1" });
		}
	});

	it.skipIf(process.platform === "win32")("warns once of a file that others can read", async () => {
		const { options } = await openAuthority(() => tokenAnswer("token-1"));
		const path = file(keyPem + certificate);
		for (const [mode, warnings] of [
			[0o600, []],
			[0o640, [`Run: chmod 600 ${path}`]],
		] as const) {
			chmodSync(path, mode);
			const given: string[] = [];
			const warn = (message: string) => given.push(message);
			const source = signInWithCertificate({ ...options, certificate: path, passphrase: "", warn });
			await source.getToken(scope);
			await source.getToken(scope);
			expect(given).toEqual(warnings.map((text) => expect.stringContaining(text)));
		}
	});

	it("uses a certificate that was replaced in the middle of a run", async () => {
		const { options, asked } = await openAuthority(() => tokenAnswer("token"));
		const path = file(keyPem + certificate);
		const source = signInWithCertificate({ ...options, certificate: path, passphrase: "" });
		await source.getToken(scope);
		const next = generateKeyPairSync("rsa", { modulusLength: 2048 });
		writeFileSync(path, next.privateKey.export({ type: "pkcs8", format: "pem" }) + selfSigned(next));
		await source.getToken(scope);
		const [first, second] = asked("token").map(
			({ form }) => claimsOf(form.get("client_assertion") ?? "").header,
		);
		expect(second).not.toEqual(first);
	});

	it("names the thumbprint that is not registered, and how to register it", async () => {
		const { options } = await openAuthority(() =>
			refused(
				"invalid_client",
				`AADSTS700027: The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Thumbprint of key used by client: '${thumbprint}'] Trace ID: 1`,
			),
		);
		const source = signInWithCertificate({
			...options,
			certificate: file(keyPem + certificate),
			passphrase: "",
		});
		await expect(source.getToken(scope)).rejects.toMatchObject({
			code: "unauthorized",
			message: expect.stringMatching(
				new RegExp(
					`${thumbprint} is not registered for the application .*az ad app credential reset.*AADSTS700027`,
				),
			),
		});
	});

	const other = generateKeyPairSync("rsa", { modulusLength: 2048 });
	const curve = generateKeyPairSync("ec", { namedCurve: "P-256" });
	const encrypted = String(
		keys.privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "right" }),
	);
	it.each([
		[
			"has no key",
			certificate,
			"",
			/contains no private key\. Put the key and the certificate into one file/,
		],
		["has no certificate", keyPem, "", /contains no certificate/],
		["has the key of another", keyPem + selfSigned(other), "", /does not belong to the certificate/],
		[
			"is expired",
			keyPem + selfSigned(keys, "20200101000000Z", "20210101000000Z"),
			"",
			/expired on 2021-01-01\. Create a new one/,
		],
		[
			"is not valid yet",
			keyPem + selfSigned(keys, "21000101000000Z"),
			"",
			/not valid before 2100-01-01\. Check the clock/,
		],
		[
			"has an elliptic curve",
			curve.privateKey.export({ type: "pkcs8", format: "pem" }) + selfSigned(curve),
			"",
			/has no RSA key/,
		],
		[
			"is encrypted",
			encrypted + certificate,
			"",
			/is encrypted: its passphrase is needed\. Set SUMO_PROVISION_CERTIFICATE_PASSPHRASE/,
		],
		[
			"has another passphrase",
			encrypted + certificate,
			"wrong-pass",
			/The passphrase of the private key in .* is wrong/,
		],
		["is something else", "PK\u0003\u0004", "", /is neither a PEM file nor a PFX file/],
	])("says before a request that the file %s", async (_, content, passphrase, message) => {
		const { options, requests } = await openAuthority(() => tokenAnswer("never"));
		const source = signInWithCertificate({ ...options, certificate: file(content), passphrase });
		const error = await source.getToken(scope).catch((reason: unknown) => reason);
		expect(error).toMatchObject({
			code: "unauthorized",
			message: expect.stringMatching(message),
			remedy: { type: "enter-source-credentials" },
		});
		expect(requests).toEqual([]);
		const shown = JSON.stringify(error, Object.getOwnPropertyNames(error));
		expect(shown).not.toContain("PRIVATE KEY");
		expect(shown).not.toContain("wrong-pass");
	});

	it("opens an encrypted key with its passphrase", async () => {
		const { options } = await openAuthority(() => tokenAnswer("token"));
		const source = signInWithCertificate({
			...options,
			certificate: file(encrypted + certificate),
			passphrase: "right",
		});
		expect(await source.getToken(scope)).toMatchObject({ token: "token" });
	});

	it("names a file that is missing", async () => {
		const { options } = await openAuthority(() => tokenAnswer("never"));
		const source = signInWithCertificate({ ...options, certificate: "/nowhere/a.pem", passphrase: "" });
		await expect(source.getToken(scope)).rejects.toThrow(
			"Can't read the certificate /nowhere/a.pem: there is no such file.",
		);
	});
});
