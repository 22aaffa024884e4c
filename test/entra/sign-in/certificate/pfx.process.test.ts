import { execFileSync, spawnSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { readSignInCertificate } from "../../../../src/entra/sign-in/certificate/sign-in-certificate.ts";

const noOpenssl = spawnSync("openssl", ["version"]).status !== 0;

/** A PFX file as openssl exports it, and the thumbprint of its certificate. */
function exported(options: readonly string[], passphrase: string) {
	const folder = mkdtempSync(join(tmpdir(), "sumo-provision-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const [key, cert, pfx] = ["key.pem", "cert.pem", "sign-in.pfx"].map((name) => join(folder, name));
	const openssl = (...given: readonly (string | undefined)[]) =>
		execFileSync(
			"openssl",
			given.filter((one) => one !== undefined),
			{ stdio: "ignore" },
		);
	openssl(
		..."req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=sign-in -keyout".split(" "),
		key,
		"-out",
		cert,
	);
	openssl(
		"pkcs12",
		"-export",
		...options,
		"-inkey",
		key,
		"-in",
		cert,
		"-passout",
		`pass:${passphrase}`,
		"-out",
		pfx,
	);
	const { raw } = new X509Certificate(readFileSync(cert ?? ""));
	return {
		content: readFileSync(pfx ?? ""),
		thumbprint: createHash("sha1").update(raw).digest("hex").toUpperCase(),
	};
}

const older = ["-certpbe", "PBE-SHA1-3DES", "-keypbe", "PBE-SHA1-3DES", "-macalg", "sha1"];
const read = (content: Uint8Array, passphrase: string) =>
	readSignInCertificate({ content, label: "sign-in.pfx", passphrase }, Date.now() + 60_000);

describe.skipIf(noOpenssl)("a PFX file", () => {
	it.each([
		["as openssl 3 and Windows write it", [], "geheim"],
		["with Triple DES and SHA-1", older, "geheim"],
		["with a MAC of SHA-512", ["-macalg", "sha512"], "päßwörd"],
		["without a passphrase", [], ""],
		["without encryption", ["-certpbe", "NONE", "-keypbe", "NONE", "-nomac"], ""],
	])("is read %s", (_, options, passphrase) => {
		const { content, thumbprint } = exported(options, passphrase);
		const certificate = read(content, passphrase);
		expect(certificate.thumbprint).toBe(thumbprint);
		expect(certificate.pem).toMatch(/BEGIN CERTIFICATE[\s\S]*BEGIN PRIVATE KEY/);
		// As a keyring keeps it.
		expect(read(Buffer.from(content.toString("base64")), passphrase).thumbprint).toBe(thumbprint);
	});

	it.each([[[]], [older]])("with a wrong passphrase is named: %j", (options) => {
		const { content } = exported(options, "geheim");
		expect(() => read(content, "other")).toThrow("The passphrase of sign-in.pfx is wrong.");
		expect(() => read(content, "")).toThrow("sign-in.pfx is encrypted: its passphrase is needed.");
	});

	it("with the cipher RC2 is named, with the command that converts it", () => {
		const { content } = exported(["-legacy"], "geheim");
		expect(() => read(content, "geheim")).toThrow(
			/obsolete or not supported, such as RC2.*openssl pkcs12 -legacy/,
		);
	});

	it("that is cut off, or changed in any byte, is refused or read, never a crash", () => {
		const { content } = exported(older, "geheim");
		for (let at = 0; at < content.length; at += 37) {
			const changed = Buffer.from(content);
			changed[at] = (changed[at] ?? 0) ^ 0x55;
			for (const one of [changed, content.subarray(0, at)])
				try {
					read(one, "geheim");
				} catch (error) {
					expect(error).toMatchObject({ name: "DirectoryError", code: "unauthorized" });
				}
		}
		expect.hasAssertions();
	});
});
