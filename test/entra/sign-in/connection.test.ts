import { inspect } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { signInWithSecret } from "../../../src/entra/sign-in/client-secret.ts";
import { createConnector } from "../../../src/http/connector.ts";
import { startSimulators } from "../../../src/simulator/world.ts";
import { connectProxy } from "../../http/connect-proxy.ts";
import { closedPort } from "../../http/loopback.ts";
import { certificate, privateKey } from "../../http/self-signed.ts";
import { openAuthority } from "./authority.ts";

/** A tenant whose certificate only its own authority vouches for. */
async function openTenant() {
	const world = await startSimulators({ tls: { key: String(privateKey), cert: certificate } });
	onTestFinished(() => world.close());
	const { graphUrl, authorityUrl, tenantId, clientId, clientSecret } = world.entra;
	const options = { tenantId, clientId, clientSecret, graphUrl, disableInstanceDiscovery: true };
	return { options, authorityUrl };
}

const scope = "https://graph.microsoft.com/.default";

describe("A sign-in with a client secret", () => {
	it("trusts the authorities of its connector, and fails without them before the secret is sent", async () => {
		const { options, authorityUrl: authorityHost } = await openTenant();
		const trusting = createConnector({ ca: certificate });
		const { getToken } = await signInWithSecret({ ...options, authorityHost, connector: trusting });
		expect((await getToken(scope))?.token).toMatch(/./);
		const doubting = await signInWithSecret({ ...options, authorityHost, connector: createConnector({}) });
		await expect(doubting.getToken(scope)).rejects.toMatchObject({
			code: "network",
			message: expect.stringMatching(
				/^Signing in to Entra failed: no trusted TLS connection to .*NODE_EXTRA_CA_CERTS/,
			),
		});
	});

	it("uses the proxy, and names the one that refuses, never its password", async () => {
		const { options, authorityUrl } = await openTenant();
		const { port } = new URL(authorityUrl);
		const authorityHost = `https://localhost.:${port}`; // loopback by its own name would not be proxied
		const refusing = await connectProxy({ answer: 407 });
		const { host } = new URL(refusing.url);
		const refused = await signInWithSecret({
			...options,
			authorityHost,
			connector: createConnector({ ca: certificate, proxy: `http://ada:pa55word@${host}` }),
		});
		const failure = await refused.getToken(scope).catch((error: unknown) => error);
		expect(failure).toMatchObject({ code: "network" });
		expect(String(failure)).toContain(`the proxy ${host} rejected the user name and password`);
		expect(String(failure)).not.toContain("pa55word");
		expect(refusing.tunnels[0]?.target).toBe(`localhost.:${port}`);
	});

	it("shows no secret that a refusal repeats", async () => {
		const clientSecret = "8Q~se/cret+of=app";
		const authority = await openAuthority(({ form }) => ({
			status: 401,
			body: {
				error: "invalid_client",
				error_description: `AADSTS99: got ${form.get("client_secret")}, ${encodeURIComponent(clientSecret)}`,
			},
		}));
		const { getToken } = await signInWithSecret({ ...authority.options, clientSecret });
		const failure = await getToken(scope).catch((error: unknown) => error);
		expect(String(failure)).toContain("got ********, ********");
		expect(inspect(failure, { depth: null })).not.toMatch(/8Q~se/);
	});

	it("names the host that cannot be reached", async () => {
		const { options } = await openTenant();
		const { host } = new URL(await closedPort());
		const { getToken } = await signInWithSecret({ ...options, authorityHost: `https://${host}` });
		await expect(getToken(scope)).rejects.toThrow(
			`Signing in to Entra failed: ${host} refuses the connection`,
		);
	});
});
