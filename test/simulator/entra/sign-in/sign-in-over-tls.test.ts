import { generateKeyPairSync, sign } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import {
	ClientCertificateCredential,
	ClientSecretCredential,
	DeviceCodeCredential,
	type TokenCredential,
} from "@azure/identity";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { z } from "zod";
import { createGraphClient } from "../../../../src/entra/graph/graph-client.ts";
import { signInWithCertificate } from "../../../../src/entra/sign-in/client-certificate.ts";
import { signInWithSecret } from "../../../../src/entra/sign-in/client-secret.ts";
import { signInWithDeviceCode } from "../../../../src/entra/sign-in/device-code.ts";
import { signInWithMachine } from "../../../../src/entra/sign-in/machine.ts";
import { type Connector, createConnector } from "../../../../src/http/connector.ts";
import { startSimulators, type World } from "../../../../src/simulator/world.ts";
import { certificate, privateKey, selfSigned } from "../../../http/self-signed.ts";

let world: World;
let folder: string;
/** One of its own: that of all callers may have read the authorities before, for another test. */
let connector: Connector;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), "tls-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	// As NODE_EXTRA_CA_CERTS does when a process starts.
	const authorities = getCACertificates("default");
	setDefaultCACertificates([...authorities, certificate]);
	onTestFinished(() => setDefaultCACertificates(authorities));
	connector = createConnector({ env: {}, ca: certificate });
	world = await startSimulators({ users: 1, tls: { key: String(privateKey), cert: certificate } });
	onTestFinished(() => world.close());
});

/** The application of the tenant, at the simulated authority. */
function application() {
	const { authorityUrl: authorityHost, tenantId, clientId, clientSecret } = world.entra;
	return { tenantId, clientId, clientSecret, authorityHost, disableInstanceDiscovery: true };
}

/** Signs in with a credential of @azure/identity, and returns the status with which Graph answers. */
async function statusWith(credential: TokenCredential): Promise<number> {
	const token = await credential.getToken("https://graph.microsoft.com/.default");
	const response = await fetch(`${world.entra.graphUrl}/organization`, {
		headers: { authorization: `Bearer ${token?.token}` },
	});
	await response.body?.cancel();
	return response.status;
}

type GraphCredential = Parameters<typeof createGraphClient>[0]["credential"];

/** Reads the organization through Graph, and returns how many there are. */
function readerWith(credential: GraphCredential, retries?: number): () => Promise<number> {
	const { graphUrl } = world.entra;
	const client = createGraphClient({
		graphUrl,
		credential,
		connector,
		...(retries === undefined ? {} : { retries }),
	});
	const schema = z.object({ value: z.array(z.unknown()) });
	return async () => (await client.send({ method: "GET", url: "/organization" }, schema)).value.length;
}

/** Lets Graph refuse each token that has been given so far. */
async function expireTokens(): Promise<void> {
	await fetch(new URL("/_control/expire-access-tokens", world.entra.graphUrl), { method: "POST" });
}

/** Registers a new certificate of the application, and returns the path of its file with the key. */
function registeredCertificate(): string {
	const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
	const own = selfSigned(keys);
	const path = join(folder, "sign-in.pem");
	writeFileSync(path, String(keys.privateKey.export({ type: "pkcs8", format: "pem" })) + own);
	world.entra.control.registerCertificate(own);
	return path;
}

describe("the Entra simulator under TLS", () => {
	it("lets @azure/identity discover it and sign in with a secret", async () => {
		const { tenantId, clientId, clientSecret, ...options } = application();
		expect(await statusWith(new ClientSecretCredential(tenantId, clientId, clientSecret, options))).toBe(200);
	});

	it.each([
		["a client secret", () => signInWithSecret({ ...application(), connector })],
		[
			"a certificate",
			() => {
				const { clientSecret: _, ...app } = application();
				return signInWithCertificate({
					...app,
					connector,
					certificate: registeredCertificate(),
					passphrase: "",
				});
			},
		],
	])("refuses a token before its end, and the sign-in with %s gives another one", async (_, signIn) => {
		const read = readerWith(await signIn());
		await read();
		await expireTokens();
		expect(await read()).toBe(1);
		const tokens = world.entra.control
			.journal()
			.filter(({ target }) => target.includes("/oauth2/v2.0/token"));
		expect(tokens).toHaveLength(2);
	});

	it("lets @azure/identity sign in with a registered certificate", async () => {
		const { tenantId, clientId, clientSecret: _, ...options } = application();
		const credential = new ClientCertificateCredential(tenantId, clientId, registeredCertificate(), options);
		expect(await statusWith(credential)).toBe(200);
	});

	it("lets a workload sign in with the token of its platform, and says which identity it does not know", async () => {
		const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
		const subject = "system:serviceaccount:ops:sumo-provision";
		const issuer = "https://cluster.example";
		const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
		const now = Math.floor(Date.now() / 1_000);
		const aud = ["api://AzureADTokenExchange"];
		const claims = { iss: issuer, sub: subject, aud, iat: now, nbf: now, exp: now + 600 };
		const signed = `${part({ alg: "RS256", kid: "1" })}.${part(claims)}`;
		const signature = sign("sha256", Buffer.from(signed), keys.privateKey).toString("base64url");
		writeFileSync(join(folder, "federated"), `${signed}.${signature}`);
		vi.stubEnv("AZURE_FEDERATED_TOKEN_FILE", join(folder, "federated"));
		onTestFinished(() => void vi.unstubAllEnvs());
		const read = async () => {
			const { clientSecret: _, ...app } = application();
			return readerWith(await signInWithMachine({ ...app, connector, kind: "workloadIdentity" }), 0)();
		};
		await expect(read()).rejects.toThrow(
			/No federated credential.*system:serviceaccount:ops:sumo-provision.*AADSTS70021/,
		);
		const publicKey = String(keys.publicKey.export({ type: "spki", format: "pem" }));
		world.entra.control.trustWorkload({ issuer, subject, publicKey });
		expect(await read()).toBe(1);
		const other = generateKeyPairSync("rsa", { modulusLength: 2048 });
		const forged = sign("sha256", Buffer.from(signed), other.privateKey).toString("base64url");
		writeFileSync(join(folder, "federated"), `${signed}.${forged}`);
		await expect(read()).rejects.toThrow(/AADSTS700211/);
	});

	it("lets @azure/identity sign in with a device code, and renew a token that is about to expire", async () => {
		const { control } = world.entra;
		control.behave({ deviceCode: { interval: 0, slowDown: false }, tokenLifetime: 60 });
		const { clientSecret: _, ...options } = application();
		const approved: string[] = [];
		const credential = new DeviceCodeCredential({
			...options,
			userPromptCallback: ({ userCode }) => {
				approved.push(userCode);
				control.approveDeviceCode(userCode);
			},
		});
		expect(await statusWith(credential)).toBe(200);
		expect(await statusWith(credential)).toBe(200);
		expect(approved).toHaveLength(1);
	});

	it("refuses a token before its end, and a person who signed in with a device code is not asked again", async () => {
		const { control } = world.entra;
		control.behave({ deviceCode: { interval: 0, slowDown: false } });
		const { clientSecret: _, ...app } = application();
		const approved: string[] = [];
		const credential = signInWithDeviceCode({
			...app,
			connector,
			show: (shown) => {
				if (shown === null) return;
				approved.push(shown.code);
				control.approveDeviceCode(shown.code);
			},
		});
		const read = readerWith(credential);
		await read();
		await expireTokens();
		expect(await read()).toBe(1);
		expect(approved).toHaveLength(1);
	});
});
