import { describe, expect, it } from "vitest";
import { z } from "zod";
import { batch } from "../../../src/entra/graph/batch.ts";
import { createGraphClient } from "../../../src/entra/graph/graph-client.ts";
import { allItems } from "../../../src/entra/graph/pages.ts";
import { fakeGraph, type Given } from "../fake-graph.ts";
import { hastyClock } from "../tenant.ts";
import { anything, clientOf, countingTokens, failed, throttled } from "./client-under-test.ts";

describe("a request to Graph", () => {
	it("requests one token and sends it with each request", async () => {
		const { client, credential, asked } = await clientOf({ body: {} });
		await Promise.all([1, 2, 3].map(() => client.send({ method: "GET", url: "/a" }, anything)));
		expect(credential.given()).toBe(1);
		expect(asked.map(({ authorization }) => authorization)).toEqual(Array(3).fill("Bearer token-1"));
		expect(client.requests()).toBe(3);
	});

	it("ends when its client is closed, also while it waits to be sent again", async () => {
		const { graphUrl, credential } = await clientOf(failed(503, "serviceUnavailable", "Later."));
		const asleep = Promise.withResolvers<void>();
		const sleep = (_ms: number, signal?: AbortSignal) =>
			new Promise<void>((_resolve, reject) => {
				signal?.addEventListener("abort", () => reject(signal.reason));
				if (signal?.aborted) reject(signal.reason);
				asleep.resolve();
			});
		const client = createGraphClient({ graphUrl, credential, clock: { ...hastyClock(), sleep } });
		const reading = client.send({ method: "GET", url: "/a" }, anything);
		await Promise.race([asleep.promise, reading]);
		client.close();
		await expect(reading).rejects.toThrow("the source was closed");
		await expect(client.send({ method: "GET", url: "/a" }, anything)).rejects.toThrow(
			"the source was closed",
		);
	});

	it("renews a token that is refused, once", async () => {
		const refused = failed(401, "InvalidAuthenticationToken", "Lifetime validation failed.");
		const renewed = await clientOf(refused, { body: { ok: true } });
		const request = { method: "POST", url: "/a", body: { x: 1 } } as const;
		expect(await renewed.client.send(request, anything)).toEqual({ ok: true });
		expect(renewed.asked.map(({ authorization, body }) => [authorization, body])).toEqual([
			["Bearer token-1", '{"x":1}'],
			["Bearer token-2", '{"x":1}'],
		]);
		const again = await clientOf(refused);
		await expect(again.client.send(request, anything)).rejects.toMatchObject({
			code: "unauthorized",
			message: expect.stringMatching(/^POST \/a: Microsoft Graph says: Lifetime validation failed \(Invalid/),
		});
		expect(again.asked).toHaveLength(2);
	});

	it("carries an id, which its error shows when Graph gives none", async () => {
		const bare = await clientOf(failed(400, "Request_BadRequest", "No."));
		const error = await bare.client
			.send({ method: "GET", url: "/a" }, anything)
			.catch((thrown: unknown) => thrown);
		const [sent = ""] = bare.asked.map(({ headers }) => headers["client-request-id"]);
		expect(sent).toMatch(/^[0-9a-f-]{36}$/);
		expect(error).toMatchObject({
			requestId: sent,
			message: expect.stringContaining(`Request ID: ${sent}.`),
		});
		const inner = { "request-id": "9e000000-0000-4000-8000-000000000001" };
		const answer = { status: 400, body: { error: { code: "X", message: "No.", innerError: inner } } };
		const named = await clientOf(answer);
		await expect(named.client.send({ method: "GET", url: "/a" }, anything)).rejects.toMatchObject({
			requestId: inner["request-id"],
		});
	});

	it.each<[string, Given]>([
		["was cut off", { cut: true }],
		["is not JSON", { body: "<html>proxy</html>" }],
		["does not have the documented shape", { body: { value: 1 } }],
	])("shows the id that it sent when the answer %s", async (_what, given) => {
		const { client, asked } = await clientOf(given);
		const shape = z.object({ value: z.array(z.string()) });
		const message = await client
			.send({ method: "GET", url: "/a" }, shape)
			.catch((error: unknown) => String(error));
		expect(message).toContain(`Request ID: ${asked[0]?.headers["client-request-id"]}.`);
	});

	it("waits a fraction of a second too when Graph asks for it", async () => {
		const { client, clock } = await clientOf(throttled(2.128), { body: [] });
		await client.send({ method: "GET", url: "/a" }, anything);
		expect(clock.waits).toEqual([2_128]);
	});

	it("is not sent twice when it creates and its answer was lost, but is when it was throttled", async () => {
		const request = { method: "POST", url: "/a", body: {}, once: true } as const;
		for (const lost of [{ cut: true } as const, { status: 500 }]) {
			const { client, asked } = await clientOf(lost, { body: {} });
			await expect(client.send(request, anything)).rejects.toThrow("POST /a");
			expect(asked).toHaveLength(1);
		}
		const { client, asked } = await clientOf(throttled(1), { status: 503 }, { body: {} });
		await client.send(request, anything);
		expect(asked).toHaveLength(3);
	});

	it.each([
		["GET", "/servicePrincipals/1/synchronization/jobs", "Synchronization.Read.All"],
		["POST", "/servicePrincipals/1/synchronization/jobs", "Synchronization.ReadWrite.All"],
		["PATCH", "/applications/1", "Application.ReadWrite.OwnedBy"],
	] as const)("explains what %s %s needs, who can grant it, and where", async (method, url, permission) => {
		const { client } = await clientOf(failed(401, "UnknownError", ""), failed(401, "UnknownError", ""));
		const text = await client.send({ method, url }, anything).catch((thrown: unknown) => String(thrown));
		for (const part of [`${method} ${url}`, permission, "Privileged Role Administrator", "API permissions"])
			expect(text).toContain(part);
	});

	it("waits as long as Graph asks when there were too many", async () => {
		const { client, clock, asked } = await clientOf(throttled(7), throttled(3), { body: [] });
		await client.send({ method: "GET", url: "/a" }, anything);
		expect(clock.waits).toEqual([7_000, 3_000]);
		expect(asked).toHaveLength(3);
	});

	it("fails immediately when Graph asks for an unreasonably long wait", async () => {
		const { client, clock } = await clientOf(throttled(3_600));
		await expect(client.send({ method: "GET", url: "/a" }, anything)).rejects.toMatchObject({
			code: "unavailable",
		});
		expect(clock.waits).toEqual([]);
	});

	it.each([
		[3600 * 24, "24 hours"],
		[900, "15 minutes"],
	])("says for how long Graph asked to wait: %d s", async (seconds, words) => {
		const { client } = await clientOf(throttled(seconds));
		await expect(client.send({ method: "GET", url: "/a" }, anything)).rejects.toThrow(
			`try again later. Graph asked to wait for ${words}.`,
		);
	});

	it("stops waiting at once when aborted", async () => {
		const graph = await fakeGraph(() => throttled(60));
		const stop = new AbortController();
		const reason = new Error("enough");
		const client = createGraphClient({ graphUrl: graph.graphUrl, credential: countingTokens() });
		const request = client.send({ method: "GET", url: "/a", signal: stop.signal }, anything);
		queueMicrotask(() => stop.abort(reason));
		await expect(request).rejects.toBe(reason);
		const late = new AbortController();
		const sleeping = createGraphClient({
			graphUrl: graph.graphUrl,
			credential: countingTokens(),
			clock: {
				...hastyClock(),
				sleep: async (_ms, signal) => {
					late.abort(reason);
					signal?.throwIfAborted();
				},
			},
		});
		await expect(sleeping.send({ method: "GET", url: "/a", signal: late.signal }, anything)).rejects.toBe(
			reason,
		);
	});

	it("is repeated after failures of the server and lost connections, growing slower", async () => {
		const { client, clock, asked } = await clientOf(
			{ status: 503 },
			{ cut: true },
			{ status: 500 },
			{ body: 1 },
		);
		expect(await client.send({ method: "POST", url: "/a", body: {} }, anything)).toBe(1);
		expect(asked).toHaveLength(4);
		expect(clock.waits).toEqual([250, 500, 1_000]);
	});

	it("fails in the end with what was wrong", async () => {
		const { client, asked } = await clientOf({ cut: true });
		await expect(client.send({ method: "GET", url: "/a?$secret=x" }, anything)).rejects.toMatchObject({
			name: "DirectoryError",
			code: "network",
			message: expect.stringMatching(/^GET \/a: the connection to 127\.0\.0\.1:\d+ broke off/),
		});
		expect(asked).toHaveLength(6);
	});

	it("quotes Graph, and names the attribute that no user has", async () => {
		const message = "Could not find a property named 'shoeSize' on type 'microsoft.graph.user'.";
		const { client } = await clientOf(failed(400, "Request_BadRequest", message));
		await expect(client.send({ method: "GET", url: "/users" }, anything)).rejects.toMatchObject({
			code: "invalid",
			status: 400,
			graphCode: "Request_BadRequest",
			message: expect.stringMatching(
				/^No user has an attribute shoeSize: correct the mapping or filter that reads it\. GET \/users: Microsoft Graph says: Could not find/u,
			),
		});
	});

	it("names Conditional Access, not a permission, where the token lacks claims, also in a batch", async () => {
		const refused: Given = {
			status: 403,
			headers: { "www-authenticate": 'Bearer claims="e30=", error="insufficient_claims"' },
			body: {},
		};
		const { client } = await clientOf(refused);
		const claims = {
			code: "unauthorized",
			message: expect.stringMatching(
				/^GET \/users: .*answered 403\. A Conditional Access policy.*device code/,
			),
		};
		await expect(client.send({ method: "GET", url: "/users" }, anything)).rejects.toMatchObject(claims);
		const [part] = await batch(client, [{ url: "/users" }], undefined);
		expect(part?.failure).toMatchObject(claims);
	});

	it("names the license, not a permission, where the tenant has none", async () => {
		const code = "Authentication_RequestFromNonPremiumTenantOrB2CTenant";
		const { client } = await clientOf(failed(403, code, "Neither tenant is B2C or tenant doesn't have it"));
		await expect(
			client.send({ method: "GET", url: "/auditLogs/provisioning" }, anything),
		).rejects.toMatchObject({
			code: "forbidden",
			message: expect.stringMatching(/license of Entra ID P1 or P2.*Directory\.Read\.All/),
		});
	});

	it("never shows control characters of an answer", async () => {
		const { client } = await clientOf({ status: 400, body: "<html>\u001b[2Jbad \u202eproxy</html>" });
		const error = await client
			.send({ method: "GET", url: "/a" }, anything)
			.catch((reason: unknown) => reason);
		expect(String(error)).toContain("bad proxy");
		expect(String(error)).not.toMatch(/[\u001b\u202e]/);
	});

	it("says so when the answer is not what is documented", async () => {
		const html = await clientOf({ body: "<html>proxy</html>" });
		await expect(html.client.send({ method: "GET", url: "/a" }, anything)).rejects.toThrow("not JSON");
		const odd = await clientOf({ body: { value: [{ id: 7 }] } });
		const item = z.object({ id: z.string() });
		await expect(allItems(odd.client, "/a", item, {})).rejects.toThrow("GET /a: value.0.id is not what");
	});

	it("wraps a sign-in error without repeating it", async () => {
		const graph = await fakeGraph(() => ({ body: {} }));
		const credential = {
			getToken: async () => {
				throw new Error("no entry");
			},
		};
		const client = createGraphClient({ graphUrl: graph.graphUrl, credential, clock: hastyClock() });
		await expect(client.send({ method: "GET", url: "/a" }, anything)).rejects.toMatchObject({
			code: "unauthorized",
			message: "Signing in to Entra failed: no entry",
		});
		expect(graph.asked).toEqual([]);
	});
});
