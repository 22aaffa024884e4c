import { X509Certificate } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { profileFromFlags, verifyFlags } from "../../../src/config/from-flags.ts";
import { profileSchema } from "../../../src/config/profile.ts";
import { withSetting } from "../../../src/config/setting-value.ts";
import { networkSettings } from "../../../src/config/settings/network.ts";
import { readPemFile } from "../../../src/config/settings/pem-file.ts";
import { certificate } from "../../http/self-signed.ts";
import { sampleProfile } from "../samples.ts";

const acme = sampleProfile("acme");
const [proxy, caFile] = networkSettings;

function use(flags: object, env = {}) {
	return profileFromFlags({ flags, env, saved: { profile: acme, secrets: { secretToken: "t" } } }).profile
		.network;
}

function pemFile(text: string | Buffer): string {
	const file = join(mkdtempSync(join(tmpdir(), "sumo-provision-ca-")), "ca.pem");
	writeFileSync(file, text);
	return file;
}

describe("the proxy of a profile", () => {
	it("is absent by default, and otherwise a URL or off", () => {
		expect(acme.network).toEqual({});
		expect(use({}, { SUMO_PROVISION_PROXY: "http://proxy.example:3128" })).toEqual({
			proxy: "http://proxy.example:3128",
		});
		expect(use({ proxy: "off" })).toEqual({ proxy: "off" });
		expect(() => use({ proxy: "socks5://proxy.example" })).toThrow(
			"--proxy (or SUMO_PROVISION_PROXY) must be a URL such as http://proxy.example.com:8080, off, or empty for the proxy of the environment.",
		);
	});

	it("never contains a password, and names the variable for one without quoting it", () => {
		const url = "http://me:hunter2@proxy.example:3128";
		const refused = withSetting(proxy, acme, url);
		expect(refused).toEqual({
			problem:
				"it must not hold a user name or password, since it is not kept with the secrets: leave it empty, and set the whole URL in the environment variable HTTPS_PROXY",
		});
		for (const flags of [{ proxy: url }, {}]) {
			const env = "proxy" in flags ? {} : { SUMO_PROVISION_PROXY: url };
			expect(() => use(flags, env)).toThrow(/^--proxy .*HTTPS_PROXY\.$/);
			expect(() => use(flags, env)).not.toThrow(/hunter2/);
		}
		const stored = profileSchema.safeParse({ ...acme, network: { proxy: url } });
		expect(stored.error?.issues).toMatchObject([
			{ path: ["network", "proxy"], message: expect.stringContaining("HTTPS_PROXY") },
		]);
		expect(JSON.stringify(stored.error?.issues)).not.toContain("hunter2");
	});

	it("is removed by an empty text", () => {
		const set = withSetting(proxy, acme, "http://proxy.example:3128");
		const none = "profile" in set && withSetting(proxy, set.profile, "");
		expect(none).toEqual({ profile: acme });
	});
});

describe("the CA file of a profile", () => {
	it("is stored with its absolute path", () => {
		expect(use({ caFile: "~/ca.pem" })).toEqual({ caFile: join(homedir(), "ca.pem") });
		expect(use({ caFile: "ca.pem" })).toEqual({ caFile: join(process.cwd(), "ca.pem") });
		expect(use({ caFile: "/etc/~ca.pem" })).toEqual({ caFile: "/etc/~ca.pem" });
	});

	it("asks for an absolute path when the home folder of the user is not known", () => {
		onTestFinished(() => void vi.unstubAllEnvs());
		for (const home of ["", "relative"]) {
			vi.stubEnv("HOME", home);
			const problem =
				"names ~/ca.pem, which needs the home folder of this user, which is not known: HOME is not an absolute path. Use an absolute path";
			expect(caFile.verify?.("~/ca.pem")).toBe(problem);
			expect(readPemFile("~/ca.pem")).toEqual({ problem });
			expect(() => verifyFlags({ caFile: "~/ca.pem" }, {})).toThrow(problem);
			expect(use({ caFile: "~/ca.pem" })).toEqual({ caFile: "~/ca.pem" });
		}
	});

	it("is refused with its path when it cannot be read, or holds no certificate", () => {
		const pem = certificate;
		const good = pemFile(pem);
		expect(readPemFile(good)).toEqual({ pem });
		expect(() => verifyFlags({ caFile: good }, {})).not.toThrow();
		expect(() => verifyFlags({}, { SUMO_PROVISION_CA_FILE: `${good}.gone` })).toThrow(
			`--ca-file (or SUMO_PROVISION_CA_FILE) names ${good}.gone, which cannot be read (there is no such file)`,
		);
		const other = pemFile("{}");
		expect(caFile.verify?.(other)).toBe(
			`names ${other}, which holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)`,
		);
		expect(caFile.verify?.("")).toBeUndefined();
	});

	it.each([
		["empty", "", "which is empty"],
		["PKCS#7", "-----BEGIN PKCS7-----\nMIIB\n", "PKCS#7 form. Convert them: `openssl pkcs7 -print_certs"],
		[
			"PKCS#7 in DER",
			Buffer.from("MIIDMgYJKoZIhvcNAQcCoIIDIzCCAx8CAQExADALBgkqhkiG9w0BBwGgggMHMIID", "base64"),
			"openssl pkcs7 -inform der",
		],
		[
			"PKCS#12",
			Buffer.from("MIIEJwIBAzCCA90GCSqGSIb3DQEHAaCCA84EggPKMIIDxjCCA8IGCSqGSIb3DQEH", "base64"),
			"openssl pkcs12 -nokeys",
		],
		["a key", "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n", "which holds a private key, not a certificate"],
		["UTF-16", Buffer.from(`\uFEFF${certificate}`, "utf16le"), "which is UTF-16"],
	])("is named when it is %s", (_what, content, words) => {
		expect(caFile.verify?.(pemFile(content))).toContain(words);
	});

	it("may hold several certificates, text between them, and Windows line ends", () => {
		const several = `\uFEFF# corporate\n${certificate}\n# other\n${certificate.replaceAll("\n", "\r\n")}`;
		expect(caFile.verify?.(pemFile(several))).toBeUndefined();
	});

	it.each([
		[
			"is broken",
			"-----BEGIN CERTIFICATE-----\nMIIBnonsense\n-----END CERTIFICATE-----\n",
			/whose certificate cannot be read\. Export it again/,
		],
		[
			"is broken beside a good one",
			`${certificate}\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n`,
			/whose certificate 2 of 2 cannot be read/,
		],
		[
			"was cut off",
			certificate.slice(0, 200),
			/whose certificate has no end \(-----END CERTIFICATE-----\): the file was cut off/,
		],
		[
			"has DER form",
			new X509Certificate(certificate).raw,
			/holds a certificate in DER form\. Convert it: `openssl x509 -inform der/,
		],
	])("is refused where a certificate %s, before any connection does without it", (_, content, problem) => {
		const file = pemFile(content);
		expect(caFile.verify?.(file)).toMatch(problem);
		expect(() => verifyFlags({ caFile: file }, {})).toThrow(problem);
	});
});
