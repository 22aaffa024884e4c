import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { type MachineSignIn, signInWithMachine } from "../../../src/entra/sign-in/machine.ts";
import { metadataConnector } from "../../../src/entra/sign-in/metadata-connector.ts";
import { createConnector } from "../../../src/http/connector.ts";
import { compileCache } from "../../compile-cache.ts";
import { closedPort } from "../../http/loopback.ts";

type Outcome = {
	readonly token?: string | undefined;
	readonly code?: string;
	readonly message?: string;
};

/** Signs in with these variables in the environment, and asks for two tokens. */
async function signIn(
	given: Pick<MachineSignIn, "kind"> & Partial<MachineSignIn>,
	env: Readonly<Record<string, string>>,
): Promise<readonly Outcome[]> {
	for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
	onTestFinished(() => void vi.unstubAllEnvs());
	const source = await signInWithMachine({
		tenantId: "",
		clientId: "",
		authorityHost: "https://127.0.0.1:9",
		...given,
	});
	const ask = () =>
		source.getToken("https://graph.microsoft.com/.default").then(
			(answer) => ({ token: answer?.token, expiresOnTimestamp: answer?.expiresOnTimestamp }),
			(error: Outcome) => error,
		);
	return [await ask(), await ask()];
}

/** Signs in as its options say, asks for two tokens, and prints them or what failed. */
const program = `
import { signInWithMachine } from "./src/entra/sign-in/machine.ts";
const source = await signInWithMachine({ tenantId: "", clientId: "", authorityHost: "https://127.0.0.1:9", ...JSON.parse(process.env.GIVEN) });
const ask = () => source.getToken("https://graph.microsoft.com/.default").then(
	({ token, expiresOnTimestamp }) => ({ token, expiresOnTimestamp }),
	({ name, code, message }) => ({ name, code, message }),
);
process.stdout.write(JSON.stringify([await ask(), await ask()]));
`;

/** The same in a process of its own: MSAL keeps the source of managed identities for all of a process. */
async function signInApart(
	given: object,
	env: Readonly<Record<string, string>>,
): Promise<readonly Outcome[]> {
	const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], {
		env: { ...compileCache, GIVEN: JSON.stringify(given), ...env },
	});
	return JSON.parse(stdout);
}

function folder(): string {
	const path = mkdtempSync(join(tmpdir(), "sumo-provision-"));
	onTestFinished(() => rmSync(path, { recursive: true, force: true }));
	return path;
}

/** A folder with an `az` that runs a shell script. */
function fakeAz(script: string): string {
	const bin = join(folder(), "bin");
	mkdirSync(bin);
	writeFileSync(join(bin, "az"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
	return bin;
}

describe("A sign-in with the Azure CLI", () => {
	it("asks az for each token, so that a long run gets new ones", async () => {
		const calls = join(folder(), "calls");
		const bin = fakeAz(
			`echo "$@" >> ${calls}; n=$(/usr/bin/wc -l < ${calls}); echo "{\\"accessToken\\":\\"token-$((n))\\",\\"expires_on\\":200$((n))}"`,
		);
		expect(await signIn({ kind: "azureCli", tenantId: "contoso.com" }, { PATH: bin })).toEqual([
			{ token: "token-1", expiresOnTimestamp: 2_001_000 },
			{ token: "token-2", expiresOnTimestamp: 2_002_000 },
		]);
		expect(readFileSync(calls, "utf8").split("\n")[0]).toBe(
			"account get-access-token --output json --resource https://graph.microsoft.com --tenant contoso.com",
		);
	});

	it.each([
		["is not installed", undefined, /\(az\) is not installed.*run "az login --tenant contoso\.com"/],
		[
			"is not logged in",
			`echo "ERROR: Please run 'az login' to setup account." >&2; exit 1`,
			/not logged in, or its login has expired\. Run "az login --tenant contoso\.com"/,
		],
		[
			"has a login that expired",
			`echo "ERROR: AADSTS700082: The refresh token has expired. To re-authenticate, please run: az login --scope https://graph.microsoft.com/.default" >&2; exit 1`,
			/not logged in, or its login has expired/,
		],
		["fails otherwise", `echo "ERROR: disk full" >&2; exit 1`, /gave no access token: .*disk full/],
	])("says what to do when az %s", async (_, script, message) => {
		const bin = script === undefined ? folder() : fakeAz(script);
		const [outcome] = await signIn({ kind: "azureCli", tenantId: "contoso.com" }, { PATH: bin });
		expect(outcome).toMatchObject({ code: "unauthorized", message: expect.stringMatching(message) });
	});
});

/** The token endpoint of an App Service, which answers each request with the next status and body. */
async function metadataService(status: number, body: object) {
	const urls: string[] = [];
	const server = createServer((request, response) => {
		urls.push(request.url ?? "");
		response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
	const { port } = server.address() as AddressInfo;
	return { urls, env: { IDENTITY_ENDPOINT: `http://127.0.0.1:${port}/msi/token`, IDENTITY_HEADER: "h" } };
}

describe("A sign-in with a managed identity", () => {
	it("asks the endpoint of the machine, for the identity that the client id names", async () => {
		const expires = Math.floor(Date.now() / 1000) + 3600;
		const { urls, env } = await metadataService(200, {
			access_token: "from-msi",
			expires_on: String(expires),
			token_type: "Bearer",
			resource: "https://graph.microsoft.com",
		});
		const [outcome] = await signInApart({ kind: "managedIdentity", clientId: "client-1" }, env);
		expect(outcome).toMatchObject({ token: "from-msi" });
		expect(urls[0]).toContain("client_id=client-1");
		expect(urls[0]).toContain(`resource=${encodeURIComponent("https://graph.microsoft.com")}`);
	});

	it("says that there is no endpoint", async () => {
		const { host } = new URL(await closedPort());
		const env = { IDENTITY_ENDPOINT: `http://${host}/msi/token`, IDENTITY_HEADER: "h" };
		const [outcome] = await signInApart({ kind: "managedIdentity" }, env);
		expect(outcome).toMatchObject({
			code: "network",
			message: expect.stringMatching(/^This machine has no managed identity endpoint: .*--sign-in\.$/),
		});
	});

	it("reaches the metadata service directly, and no other host without TLS", () => {
		const connector = metadataConnector(createConnector({ proxy: "http://proxy.example:3128" }));
		expect(connector.route(new URL("http://169.254.169.254/metadata")).agent).toBeDefined();
		expect(() => connector.route(new URL("http://169.254.169.254.example/metadata"))).toThrow(
			"not encrypted",
		);
	});
});

describe("A sign-in with a workload identity", () => {
	const pod = { AZURE_CLIENT_ID: "c", AZURE_TENANT_ID: "t", AZURE_FEDERATED_TOKEN_FILE: "/nowhere/token" };
	it.each([
		["AZURE_CLIENT_ID", /^AZURE_CLIENT_ID is not set.*--client-id/],
		["AZURE_TENANT_ID", /^AZURE_TENANT_ID is not set.*--tenant-id/],
		["AZURE_FEDERATED_TOKEN_FILE", /^AZURE_FEDERATED_TOKEN_FILE is not set/],
	])("names the missing variable %s", async (name, message) => {
		const [outcome] = await signIn({ kind: "workloadIdentity" }, { ...pod, [name]: "" });
		expect(outcome).toMatchObject({ code: "unauthorized", message: expect.stringMatching(message) });
	});

	it("names the token file that cannot be read", async () => {
		const [outcome] = await signIn({ kind: "workloadIdentity" }, pod);
		expect(outcome).toMatchObject({
			code: "unauthorized",
			message: expect.stringContaining("Can't read the federated token /nowhere/token"),
		});
	});
});
