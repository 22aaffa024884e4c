import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { expect, it } from "vitest";
import { connectorOf } from "../../../src/app/network/connector.ts";
import type { Profile } from "../../../src/config/profile.ts";

const sumo = new URL("https://api.us2.sumologic.com/");
const fromEnvironment = { HTTPS_PROXY: "http://environment.example:1" };

function agentFor(network: Profile["network"], env = {}) {
	return connectorOf(() => network, env)().route(sumo).agent;
}

/** Only an agent that goes through a proxy makes its connections in its own way. */
function goesThroughProxy(agent: ReturnType<typeof agentFor>): boolean {
	return Object.hasOwn(agent, "createConnection");
}

it("connects through the profile's proxy, otherwise the environment's, and directly when it is off", () => {
	expect(goesThroughProxy(agentFor({}))).toBe(false);
	expect(goesThroughProxy(agentFor({}, fromEnvironment))).toBe(true);
	expect(goesThroughProxy(agentFor({ proxy: "http://proxy.example:3128" }))).toBe(true);
	expect(goesThroughProxy(agentFor({ proxy: "off" }, fromEnvironment))).toBe(false);
});

it("keeps its connections until proxy or CA file change", () => {
	let network: Profile["network"] = {};
	const connector = connectorOf(() => network, {});
	const first = connector();
	network = {};
	expect(connector()).toBe(first);
	network = { proxy: "off" };
	expect(connector()).not.toBe(first);
});

it("reads the CA file when it connects, and names the path when that fails", () => {
	const file = join(mkdtempSync(join(tmpdir(), "sumo-provision-ca-")), "ca.pem");
	const connector = connectorOf(() => ({ caFile: file }), {});
	expect(connector).toThrow(
		`The CA file cannot be used: the setting caFile (or --ca-file) names ${file}, which cannot be read (there is no such file)`,
	);
	writeFileSync(file, rootCertificates[0] ?? "");
	expect(connector().route(sumo).agent).toHaveProperty("options.secureContext");
});
