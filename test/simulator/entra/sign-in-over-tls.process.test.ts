import { execFile, execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { startSimulators, type World } from "../../../src/simulator/world.ts";

const noOpenssl = spawnSync("openssl", ["version"]).status !== 0;

let world: World | undefined;
let folder: string | undefined;
afterEach(async () => {
	await world?.close();
	if (folder) rmSync(folder, { recursive: true, force: true });
});

/** What a program does that signs in by @azure/identity and reads Graph, trusting the certificate by NODE_EXTRA_CA_CERTS. */
const program = `
import { ClientSecretCredential } from "@azure/identity";
const { AUTHORITY, GRAPH, TENANT, CLIENT, SECRET } = process.env;
const credential = new ClientSecretCredential(TENANT, CLIENT, SECRET, { authorityHost: AUTHORITY, disableInstanceDiscovery: true });
const { token } = await credential.getToken("https://graph.microsoft.com/.default");
const response = await fetch(GRAPH + "/organization", { headers: { authorization: "Bearer " + token } });
process.stdout.write(String(response.status));
`;

describe("the Entra simulator under TLS", () => {
	it.skipIf(noOpenssl)("lets @azure/identity discover it and sign in", async () => {
		folder = mkdtempSync(join(tmpdir(), "tls-"));
		const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
		execFileSync(
			"openssl",
			["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
				.concat(["-subj", "/CN=loopback", "-addext", "subjectAltName=IP:127.0.0.1"])
				.concat(["-keyout", key, "-out", cert]),
			{ stdio: "ignore" },
		);
		world = await startSimulators({
			users: 0,
			tls: { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") },
		});
		const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], {
			env: {
				NODE_EXTRA_CA_CERTS: cert,
				AUTHORITY: world.entra.authorityUrl,
				GRAPH: world.entra.graphUrl,
				TENANT: world.entra.tenantId,
				CLIENT: world.entra.clientId,
				SECRET: world.entra.clientSecret,
			},
		});
		expect(stdout).toBe("200");
	});
});
