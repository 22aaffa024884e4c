import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { certificateExpiry, signInExpiry } from "../../../src/app/source/sign-in-expiry.ts";
import { readExpiries } from "../../../src/app/status/read-expiries.ts";
import { resolveHome } from "../../../src/config/home.ts";
import { openSettings } from "../../../src/config/saved-profiles.ts";
import { createGraphClient } from "../../../src/entra/graph/graph-client.ts";
import { sampleProfile } from "../../config/samples.ts";
import { fakeGraph } from "../../entra/fake-graph.ts";
import { hastyClock } from "../../entra/tenant.ts";
import { selfSigned } from "../../http/self-signed.ts";

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = String(keys.privateKey.export({ type: "pkcs8", format: "pem" })) + selfSigned(keys);
const end = Date.parse(new X509Certificate(pem.slice(pem.indexOf("-----BEGIN CERT"))).validTo);
const day = 24 * 3_600_000;

function inUse(signIn: "clientCertificate" | "clientSecret", certificate?: string) {
	const source = {
		type: "entra" as const,
		...{ tenantId: "t", clientId: "client-1", application: "Sumo Logic", signIn },
		...(certificate === undefined ? {} : { certificate }),
	} as const;
	return { profile: sampleProfile("acme", { source }), secrets: { sourceSecret: "abc8Q~secret" } };
}

function file(content: string): string {
	const folder = mkdtempSync(join(tmpdir(), "expiry-"));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	writeFileSync(join(folder, "ops.pem"), content);
	return join(folder, "ops.pem");
}

describe("the end of a sign-in", () => {
	it("is that of the certificate, with a notice from 30 days before", async () => {
		const given = inUse("clientCertificate", file(pem));
		expect(await certificateExpiry(given, end - 31 * day)).toEqual({
			kind: "certificate",
			expires: end,
			notice: null,
		});
		expect(await certificateExpiry(given, end - 2.5 * day)).toMatchObject({
			notice: expect.stringMatching(/^The certificate .*ops\.pem .* expires in 2 days, on \d{4}-/),
		});
	});

	it("is read for a saved profile without a request, and is not known without one", async () => {
		const path = file(pem);
		const choice = { flags: { home: dirname(path) }, env: {} };
		const never = () => expect.unreachable("warned");
		expect(await readExpiries(choice, never, end - day)).toEqual({ signIn: null, ends: [] });
		const settings = openSettings(resolveHome(dirname(path), {}));
		await settings.saveProfile(inUse("clientCertificate", path).profile);
		await settings.setCurrent("acme");
		expect(await readExpiries(choice, never, end - 2.5 * day)).toMatchObject({
			signIn: { kind: "certificate", notice: expect.stringContaining("expires in 2 days") },
			ends: [],
		});
	});

	it("is not known for a certificate that cannot be read, which the sign-in reports", async () => {
		expect(await certificateExpiry(inUse("clientCertificate", "/nowhere/ops.pem"), 0)).toBeNull();
	});

	it("is that of the client secret in Entra", async () => {
		const endDateTime = "2026-12-24T00:00:00Z";
		const graph = await fakeGraph(() => ({
			body: { passwordCredentials: [{ hint: "abc", endDateTime }] },
		}));
		const getToken = async () => ({ token: "token", expiresOnTimestamp: Date.now() + 3_600_000 });
		const client = createGraphClient({
			graphUrl: graph.graphUrl,
			credential: { getToken },
			clock: hastyClock(),
		});
		const given = inUse("clientSecret");
		expect(await certificateExpiry(given, 0)).toBeNull();
		expect(await signInExpiry(given, client, Date.parse("2026-12-23T12:00:00Z"))).toEqual({
			kind: "clientSecret",
			expires: Date.parse(endDateTime),
			notice: expect.stringMatching(/^The client secret .* expires in less than a day, on 2026-12-24\./),
		});
		expect(await signInExpiry(given, client, Date.parse("2027-01-01T00:00:00Z"))).toMatchObject({
			notice: expect.stringContaining("expired on 2026-12-24"),
		});
	});
});
