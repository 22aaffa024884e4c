import { execFile, execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { startSimulators } from "../../../src/simulator/world.ts";
import { compileCache } from "../../compile-cache.ts";

const noOpenssl = spawnSync("openssl", ["version"]).status !== 0;

/** Signs in with each set of options in turn, reads the assignments, and prints what came of it. */
const program = `
import { createEntraDirectory } from "./src/entra/directory.ts";
import { signInWithSecret } from "./src/entra/sign-in/client-secret.ts";
const { graphUrl, application, attempts } = JSON.parse(process.env.GIVEN);
const results = [];
for (const attempt of attempts) {
	const directory = createEntraDirectory({ graphUrl, application, credential: await signInWithSecret(attempt) });
	results.push(await directory.assignments().then(({ roles }) => roles.length, ({ code, message }) => code + ": " + message));
}
process.stdout.write(JSON.stringify(results));
`;

describe("a sign-in by @azure/identity", () => {
	it.skipIf(noOpenssl)("reads the tenant with the right secret, and says which part is wrong", async () => {
		const folder = mkdtempSync(join(tmpdir(), "sumo-provision-"));
		onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
		const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
		const certificate =
			"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=loopback";
		const names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", cert];
		execFileSync("openssl", [...certificate.split(" "), ...names], { stdio: "ignore" });
		const world = await startSimulators({
			tls: { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") },
		});
		onTestFinished(() => world.close());
		const { graphUrl, authorityUrl: authorityHost, tenantId, clientId, clientSecret } = world.entra;
		const right = { tenantId, clientId, clientSecret, authorityHost, disableInstanceDiscovery: true };
		const other = "11111111-2222-4333-8444-555555555555";
		const given = {
			graphUrl,
			application: "Sumo Logic",
			attempts: [
				right,
				{ ...right, clientSecret: "wrong" },
				{ ...right, tenantId: other },
				{ ...right, clientId: other },
			],
		};
		const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], {
			env: { ...compileCache, NODE_EXTRA_CA_CERTS: cert, GIVEN: JSON.stringify(given) },
		});
		expect(JSON.parse(stdout)).toEqual([
			3,
			expect.stringMatching(/^unauthorized: .*secret's value.*AADSTS7000215/),
			expect.stringMatching(/^unauthorized: The tenant .* does not exist .*AADSTS90002/),
			expect.stringMatching(/^unauthorized: .*has no application .*AADSTS700016/),
		]);
		expect(stdout).not.toContain(clientSecret);
	});
});
