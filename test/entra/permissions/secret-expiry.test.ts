import { expect, it } from "vitest";
import { createGraphClient } from "../../../src/entra/graph/graph-client.ts";
import { secretExpiry } from "../../../src/entra/permissions/secret-expiry.ts";
import { fakeGraph, type Given } from "../fake-graph.ts";
import { hastyClock } from "../tenant.ts";

async function expiryWith(given: Given) {
	const graph = await fakeGraph(() => given);
	const getToken = async () => ({ token: "token", expiresOnTimestamp: Date.now() + 3_600_000 });
	const client = createGraphClient({
		graphUrl: graph.graphUrl,
		credential: { getToken },
		clock: hastyClock(),
	});
	return { expires: await secretExpiry(client, "client-1", "abc8Q~secret"), asked: graph.asked };
}

it("reads when the client secret that begins like ours expires, the last of several", async () => {
	const { expires, asked } = await expiryWith({
		body: {
			passwordCredentials: [
				{ hint: "xyz", endDateTime: "2030-01-01T00:00:00Z" },
				{ hint: "abc", endDateTime: "2026-12-01T00:00:00Z" },
				{ hint: "abc", endDateTime: "2026-12-24T00:00:00Z" },
				{ hint: null, endDateTime: null },
			],
		},
	});
	expect(expires).toBe(Date.parse("2026-12-24T00:00:00Z"));
	expect(asked.map(({ url }) => url)).toEqual([
		"/applications(appId='client-1')?$select=passwordCredentials",
	]);
	expect(JSON.stringify(asked)).not.toContain("8Q~secret");
});

it.each<[string, Given]>([
	[
		"may not be read",
		{ status: 403, body: { error: { code: "Authorization_RequestDenied", message: "No." } } },
	],
	[
		"is in another tenant",
		{ status: 404, body: { error: { code: "Request_ResourceNotFound", message: "No." } } },
	],
	["has no such secret", { body: { passwordCredentials: [] } }],
])("does not know the end where the registration %s", async (_what, given) => {
	expect((await expiryWith(given)).expires).toBeNull();
});
