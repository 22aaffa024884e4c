import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createExpiringCredentials } from "../../../src/app/source/expiring-credentials.ts";
import type { Profile } from "../../../src/config/profile.ts";
import { selfSigned } from "../../http/self-signed.ts";
import { profileInMemory } from "../profile/profile-in-memory.ts";

const now = Date.UTC(2026, 10, 29);
const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const key = String(keys.privateKey.export({ type: "pkcs8", format: "pem" }));

type EntraSource = Extract<Profile["source"], { type: "entra" }>;

/** The expiring credentials of a profile that signs in with a certificate until `to`, or in another way. */
function expiring(to: string, change: Partial<EntraSource> = {}) {
	const folder = mkdtempSync(join(tmpdir(), "expiring-"));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	const certificate = join(folder, "entra.pem");
	writeFileSync(certificate, key + selfSigned(keys, "20200101000000Z", to));
	const source: EntraSource = {
		...{ type: "entra", tenantId: "t.example", clientId: "22222222-2222-4333-8444-555555555555" },
		...{ application: "Sumo Logic", signIn: "clientCertificate", certificate },
		...change,
	};
	const { profile } = profileInMemory({ source });
	return {
		certificate,
		list: createExpiringCredentials({
			profile,
			secret: () => undefined,
			checked: () => null,
			ends: async () => [],
			now: () => now,
		}),
	};
}

describe("credentials that expire soon", () => {
	it("are a certificate with less than 30 days left", async () => {
		const { certificate, list } = expiring("20261211000000Z");
		expect(await list()).toEqual([
			{
				name: "Certificate",
				expiresAt: Date.UTC(2026, 11, 11),
				reason: `The certificate of the sign-in to Entra ID, ${certificate}, expires at 2026-12-11T00:00:00.000Z.`,
				recommendedAction: expect.stringMatching(
					/az ad app credential reset .*--cert .*Certificates & secrets/,
				),
				remedy: { type: "enter-source-credentials" },
			},
		]);
	});

	it("are a client secret whose end the check at sign-in has read", async () => {
		const { profile } = profileInMemory({});
		const expires = Date.UTC(2026, 11, 1);
		const list = createExpiringCredentials({
			...{ profile, secret: () => undefined, ends: async () => [], now: () => now },
			checked: () => ({ kind: "clientSecret", expires, notice: "The client secret expires." }),
		});
		expect(await list()).toEqual([
			{
				name: "Client secret",
				expiresAt: expires,
				reason: "The client secret of the sign-in to Entra ID expires at 2026-12-01T00:00:00.000Z.",
				recommendedAction: expect.stringMatching(/--append --query password.*then enter it/),
				remedy: { type: "enter-source-credentials" },
			},
		]);
	});

	it("are a client secret and a SAML certificate that a run has read", async () => {
		const { profile } = profileInMemory({});
		const day = 24 * 3_600_000;
		const list = createExpiringCredentials({
			...{ profile, secret: () => undefined, checked: () => null, now: () => now },
			ends: async () => [
				{ kind: "clientSecret", expires: now + day },
				{ kind: "signingCertificate", expires: now + 2 * day },
			],
		});
		expect((await list()).map(({ name, expiresAt }) => [name, expiresAt])).toEqual([
			["Client secret", now + day],
			["SAML certificate", now + 2 * day],
		]);
	});

	it.each([2, -2])("are a SAML certificate, which setup replaces (%d days left)", async (left) => {
		const { profile } = profileInMemory({});
		const list = createExpiringCredentials({
			...{ profile, secret: () => undefined, checked: () => null, now: () => now },
			ends: async () => [{ kind: "signingCertificate", expires: now + left * 24 * 3_600_000 }],
		});
		expect(await list()).toMatchObject([
			{
				recommendedAction: expect.stringMatching(/^Carry out the setup steps/),
				remedy: { type: "set-up-application" },
			},
		]);
	});

	it("are none with more time left, without a certificate, or when it cannot be read", async () => {
		expect(await expiring("20261230000000Z").list()).toEqual([]);
		expect(await expiring("20261211000000Z", { signIn: "clientSecret" }).list()).toEqual([]);
		expect(await expiring("20261211000000Z", { certificate: "/nowhere/entra.pem" }).list()).toEqual([]);
	});
});
