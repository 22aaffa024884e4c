import https from "node:https";
import { expect, it, onTestFinished } from "vitest";
import { certificate, privateKey } from "../../http/self-signed.ts";
import { openSite } from "../site/site.ts";

/** A SCIM server whose certificate nobody trusts, and how often it was asked. */
async function openStranger() {
	let asked = 0;
	const server = https.createServer({ cert: certificate, key: privateKey }, (_, response) => {
		asked += 1;
		response.end('{"totalResults":0,"Resources":[]}');
	});
	await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
	onTestFinished(() => void server.close().closeAllConnections());
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("the server does not listen");
	return { url: `https://127.0.0.1:${address.port}/scim`, asked: () => asked };
}

it("checks certificates even where Node was set not to, and says so", async () => {
	const site = await openSite();
	const stranger = await openStranger();
	const { code, err } = await site.start(
		["test-connection", "--source", site.people.path, ...site.target, "--scim-url", stranger.url],
		{ env: { NODE_TLS_REJECT_UNAUTHORIZED: "0" } },
	).ended;
	expect(code).toBe(1);
	expect(err).toContain("NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored");
	expect(err).toContain("No trusted TLS connection");
	expect(stranger.asked()).toBe(0);
});
