import { spawn } from "node:child_process";
import { generateKeyPairSync, sign } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { startSimulators, type World } from "../../../src/simulator/world.ts";
import { compileCache } from "../../compile-cache.ts";
import { certificate, privateKey, selfSigned } from "../../http/self-signed.ts";

let world: World;
let folder: string;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), "tls-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	writeFileSync(join(folder, "authority.pem"), certificate);
	world = await startSimulators({ users: 1, tls: { key: String(privateKey), cert: certificate } });
	onTestFinished(() => world.close());
});

/** A program that signs in by @azure/identity and reads Graph, trusting the certificate by NODE_EXTRA_CA_CERTS. */
const program = (credential: string, times = 1) => `
import { ClientCertificateCredential, ClientSecretCredential, DeviceCodeCredential } from "@azure/identity";
const { AUTHORITY, GRAPH, TENANT, CLIENT, SECRET, CERTIFICATE } = process.env;
const options = { authorityHost: AUTHORITY, disableInstanceDiscovery: true };
const credential = ${credential};
for (let time = 0; time < ${times}; time++) {
	const { token } = await credential.getToken("https://graph.microsoft.com/.default");
	const response = await fetch(GRAPH + "/organization", { headers: { authorization: "Bearer " + token } });
	console.log(response.status);
}
`;

/** Runs a program and returns its last line. Each line is shown to `onLine` as it comes. */
async function run(source: string, onLine: (line: string) => void = () => undefined): Promise<string> {
	const { authorityUrl, graphUrl, tenantId, clientId, clientSecret } = world.entra;
	const child = spawn(process.execPath, ["--input-type=module", "-e", source], {
		stdio: ["ignore", "pipe", "inherit"],
		env: {
			...compileCache,
			NODE_EXTRA_CA_CERTS: join(folder, "authority.pem"),
			AUTHORITY: authorityUrl,
			GRAPH: graphUrl,
			TENANT: tenantId,
			CLIENT: clientId,
			SECRET: clientSecret,
			CERTIFICATE: join(folder, "sign-in.pem"),
			FOLDER: folder,
		},
	});
	let last = "";
	for await (const line of createInterface({ input: child.stdout })) {
		last = line;
		onLine(line);
	}
	return last;
}

describe("the Entra simulator under TLS", () => {
	it("lets @azure/identity discover it and sign in with a secret", async () => {
		expect(await run(program("new ClientSecretCredential(TENANT, CLIENT, SECRET, options)"))).toBe("200");
	});

	it.each([
		["a client secret", "signInWithSecret", "./src/entra/sign-in/client-secret.ts", "clientSecret: SECRET"],
		[
			"a certificate",
			"signInWithCertificate",
			"./src/entra/sign-in/client-certificate.ts",
			'certificate: CERTIFICATE, passphrase: ""',
		],
	])(
		"refuses a token before its end, and the sign-in with %s gives another one",
		async (_, name, file, secret) => {
			const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
			const own = selfSigned(keys);
			const key = String(keys.privateKey.export({ type: "pkcs8", format: "pem" }));
			writeFileSync(join(folder, "sign-in.pem"), key + own);
			world.entra.control.registerCertificate(own);
			const source = `
import { createGraphClient } from "./src/entra/graph/graph-client.ts";
import { z } from "zod";
import { ${name} } from "${file}";
const { AUTHORITY, GRAPH, TENANT, CLIENT, SECRET, CERTIFICATE } = process.env;
const credential = await ${name}({ tenantId: TENANT, clientId: CLIENT, ${secret}, authorityHost: AUTHORITY, disableInstanceDiscovery: true });
const client = createGraphClient({ graphUrl: GRAPH, credential });
const read = () => client.send({ method: "GET", url: "/organization" }, z.object({ value: z.array(z.unknown()) }));
await read();
await fetch(new URL("/_control/expire-access-tokens", GRAPH), { method: "POST" });
console.log((await read()).value.length);
`;
			expect(await run(source)).toBe("1");
			const tokens = world.entra.control
				.journal()
				.filter(({ target }) => target.includes("/oauth2/v2.0/token"));
			expect(tokens).toHaveLength(2);
		},
	);

	it("lets @azure/identity sign in with a registered certificate", async () => {
		const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
		const own = selfSigned(keys);
		const key = String(keys.privateKey.export({ type: "pkcs8", format: "pem" }));
		writeFileSync(join(folder, "sign-in.pem"), key + own);
		world.entra.control.registerCertificate(own);
		expect(await run(program("new ClientCertificateCredential(TENANT, CLIENT, CERTIFICATE, options)"))).toBe(
			"200",
		);
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
		const source = `
import { createGraphClient } from "./src/entra/graph/graph-client.ts";
import { z } from "zod";
import { signInWithMachine } from "./src/entra/sign-in/machine.ts";
const { AUTHORITY, GRAPH, TENANT, CLIENT, FOLDER } = process.env;
process.env.AZURE_FEDERATED_TOKEN_FILE = FOLDER + "/federated";
const credential = await signInWithMachine({ kind: "workloadIdentity", tenantId: TENANT, clientId: CLIENT, authorityHost: AUTHORITY, disableInstanceDiscovery: true });
const client = createGraphClient({ graphUrl: GRAPH, credential, retries: 0 });
const read = client.send({ method: "GET", url: "/organization" }, z.object({ value: z.array(z.unknown()) }));
console.log(await read.then(({ value }) => value.length, ({ message }) => message));
`;
		expect(await run(source)).toMatch(
			/No federated credential.*system:serviceaccount:ops:sumo-provision.*AADSTS70021/,
		);
		const publicKey = String(keys.publicKey.export({ type: "spki", format: "pem" }));
		world.entra.control.trustWorkload({ issuer, subject, publicKey });
		expect(await run(source)).toBe("1");
		const other = generateKeyPairSync("rsa", { modulusLength: 2048 });
		const forged = sign("sha256", Buffer.from(signed), other.privateKey).toString("base64url");
		writeFileSync(join(folder, "federated"), `${signed}.${forged}`);
		expect(await run(source)).toMatch(/AADSTS700211/);
	});

	it("lets @azure/identity sign in with a device code, and renew a token that is about to expire", async () => {
		const { control } = world.entra;
		control.behave({ deviceCode: { interval: 0, slowDown: false }, tokenLifetime: 60 });
		const credential = `new DeviceCodeCredential({
			...options, tenantId: TENANT, clientId: CLIENT,
			userPromptCallback: ({ userCode }) => console.log("code " + userCode),
		})`;
		const approved: string[] = [];
		const last = await run(program(credential, 2), (line) => {
			const [, code] = /^code (\w+)$/.exec(line) ?? [];
			if (code === undefined) return;
			approved.push(code);
			control.approveDeviceCode(code);
		});
		expect(last).toBe("200");
		expect(approved).toHaveLength(1);
	});

	it("refuses a token before its end, and a person who signed in with a device code is not asked again", async () => {
		const { control } = world.entra;
		control.behave({ deviceCode: { interval: 0, slowDown: false } });
		const source = `
import { createGraphClient } from "./src/entra/graph/graph-client.ts";
import { z } from "zod";
import { signInWithDeviceCode } from "./src/entra/sign-in/device-code.ts";
const { AUTHORITY, GRAPH, TENANT, CLIENT } = process.env;
const show = (code) => code && console.log("code " + code.code);
const credential = signInWithDeviceCode({ tenantId: TENANT, clientId: CLIENT, show, authorityHost: AUTHORITY, disableInstanceDiscovery: true });
const client = createGraphClient({ graphUrl: GRAPH, credential });
const read = () => client.send({ method: "GET", url: "/organization" }, z.object({ value: z.array(z.unknown()) }));
await read();
await fetch(new URL("/_control/expire-access-tokens", GRAPH), { method: "POST" });
console.log((await read()).value.length);
`;
		const approved: string[] = [];
		const last = await run(source, (line) => {
			const [, code] = /^code (\w+)$/.exec(line) ?? [];
			if (code === undefined) return;
			approved.push(code);
			control.approveDeviceCode(code);
		});
		expect(last).toBe("1");
		expect(approved).toHaveLength(1);
	});
});
