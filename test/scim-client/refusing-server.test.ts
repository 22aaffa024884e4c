import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { createLimiter } from "../../src/http/limiter.ts";
import { createSessionCookies } from "../../src/http/session-cookies.ts";
import { createScimClient } from "../../src/scim-client/client.ts";
import { createScimTargets } from "../../src/scim-client/target.ts";
import { FakePace } from "../http/fake-pace.ts";
import { clientOf, json, secret, serve } from "../http/loopback.ts";
import { errorOf } from "./error-of.ts";

const user = { id: "0001", userName: "ada@example.com", active: true };

/** A client as in production, but that its clock is moved by the test. */
function patientClient(url: string) {
	const pace = new FakePace();
	const limiter = createLimiter({ requestsPerSecond: 0, concurrency: 10 }, pace);
	const client = createScimClient({
		baseUrl: url,
		authorization: () => `Bearer ${secret}`,
		limiter,
		clock: { now: pace.now, sleep: async (ms) => pace.pass(ms), random: pace.random },
	});
	const get = (path = "/Users/1") => client.send({ method: "GET", path, priority: "cycle" });
	return { client, pace, get };
}

describe("A server that refuses requests for now", () => {
	it.each([429, 502, 503, 504] as const)(
		"is waited for by all requests together, for a minute: %i",
		async (status) => {
			const { url, received } = await serve((_, response) =>
				json(response, received.length > 8 ? 200 : status, user),
			);
			const { get, pace } = patientClient(url);
			await get();
			expect(pace.passed.slice(0, 8)).toEqual([1000, 2000, 4000, 8000, 8000, 8000, 8000, 8000]);
		},
	);

	it.each([
		[500, { id: "A", errors: [{ code: "rate.limit.exceeded", message: "Rate limit exceeded" }] }],
		[500, "Too Many Requests"],
	] as const)("answers its rate limit with %i", async (status, body) => {
		const { url, received } = await serve((_, response) =>
			json(response, received.length > 2 ? 200 : status, received.length > 2 ? user : body),
		);
		const { client, pace } = patientClient(url);
		await client.send({ method: "POST", path: "/Users", body: {}, priority: "cycle" });
		expect(received).toHaveLength(3);
		expect(pace.passed.slice(0, 1)).toEqual([1000]);
	});

	it("is not waited for again by the requests that were refused together", async () => {
		const waiting: ServerResponse[] = [];
		const { url } = await serve((_, response) => {
			if (waiting.length === 5) return json(response, 200, user);
			waiting.push(response);
			if (waiting.length === 5) for (const one of waiting) json(one, 503, {});
		});
		const { get, pace } = patientClient(url);
		await Promise.all(Array.from({ length: 5 }, () => get()));
		expect(Math.max(...pace.passed)).toBeLessThanOrEqual(1000);
	});

	it("refuses everything when no pause helped, and says so", async () => {
		const { url, received } = await serve((_, response) => json(response, 503, {}));
		const { get, pace } = patientClient(url);
		const error = await errorOf(get());
		expect(error).toMatchObject({ code: "unavailable", pause: { ms: null } });
		expect(received).toHaveLength(11);
		expect(pace.passed.reduce((sum, ms) => sum + ms, 0)).toBe(63_000);
	});

	it("does not refuse everything when only one request fails", async () => {
		const { url } = await serve((request, response) =>
			json(response, request.url.endsWith("/bad") ? 503 : 200, user),
		);
		const { get } = patientClient(url);
		const failing = errorOf(get("/Users/bad"));
		let failed = false;
		void failing.then(() => {
			failed = true;
		});
		while (!failed) await get();
		expect(await failing).toMatchObject({ code: "unavailable", pause: undefined });
	});
});

describe("A credential that is refused", () => {
	it("fails at once when it was never accepted", async () => {
		const { url, received } = await serve((_, response) => json(response, 401, {}));
		expect(await errorOf(patientClient(url).get())).toMatchObject({ code: "unauthorized" });
		expect(received).toHaveLength(1);
	});

	it("is tried again several times when it was accepted a moment ago, a POST as well", async () => {
		const { url, received } = await serve((_, response) =>
			json(response, received.length === 1 || received.length > 5 ? 200 : 401, user),
		);
		const { get, client, pace } = patientClient(url);
		await get();
		await client.send({ method: "POST", path: "/Users", body: {}, priority: "cycle" });
		expect(received).toHaveLength(6);
		expect(pace.passed).toEqual([1000, 2000, 4000, 8000]);
	});

	it("is refused in the end, for more than a minute of pauses, and then each request fails after one attempt", async () => {
		const { url, received } = await serve((_, response) =>
			json(response, received.length === 1 ? 200 : 401, user),
		);
		const { get, pace } = patientClient(url);
		await get();
		expect(await errorOf(get())).toMatchObject({ code: "unauthorized", attempts: 11, pause: undefined });
		expect(pace.passed.reduce((sum, ms) => sum + ms, 0)).toBe(63_000);
		expect(await errorOf(get())).toMatchObject({ code: "unauthorized", attempts: 1 });
		expect(received).toHaveLength(13);
	});

	it("is tried again a few times at the first request of a run, since logins may be throttled", async () => {
		const { url, received } = await serve((_, response) =>
			json(response, received.length <= 3 ? 401 : 200, { totalResults: 0 }),
		);
		const { client, pace } = patientClient(url);
		const target = createScimTargets(client, "test")("cycle");
		expect(await Promise.all([target.count(), target.count()])).toEqual([0, 0]);
		expect(received).toHaveLength(5);
		expect(pace.passed).toEqual([1000, 2000, 4000]);
	});

	it("fails after that, and the other requests of the run at once, also in the next run", async () => {
		const { url, received } = await serve((_, response) =>
			json(response, received.length === 1 ? 200 : 401, received.length === 1 ? { totalResults: 0 } : {}),
		);
		const { client, pace } = patientClient(url);
		const targets = createScimTargets(client, "test");
		await targets("cycle").count();
		await pace.advance(1);
		for (const _ of ["a run", "the next run"]) {
			const before = pace.passed.length;
			const target = targets("cycle");
			const all = await Promise.all([errorOf(target.count()), errorOf(target.count())]);
			expect(all).toMatchObject([
				{ code: "unauthorized", attempts: 4 },
				{ code: "unauthorized", attempts: 1 },
			]);
			expect(pace.passed.length - before).toBe(3);
			await pace.advance(1);
		}
	});

	it("opens one session for all requests of a run, whose cookie they send", async () => {
		const { url, received } = await serve(({ headers }, response) => {
			if (headers.cookie === "JSESSIONID=1") json(response, 200, user);
			else if (received.length === 1)
				json(response, 200, user, { "set-cookie": "JSESSIONID=1; Path=/; HttpOnly" });
			else json(response, 401, {});
		});
		const target = createScimTargets(clientOf(url, { cookies: createSessionCookies() }), "test")("cycle");
		await Promise.all(Array.from({ length: 10 }, () => target.get("0001")));
		expect(received).toHaveLength(10);
	});
});

describe("A server that makes no changes for now, though it answers reads", () => {
	const isRead = (method: string | undefined) => method === "GET";

	it.each([
		["PATCH", 503],
		["PUT", 502],
		["PUT", 504],
	] as const)("refuses all %ss when no pause helped: %i", async (method, status) => {
		const { url } = await serve((request, response) =>
			json(response, isRead(request.method) ? 200 : status, user),
		);
		const { client, get, pace } = patientClient(url);
		const send = () => errorOf(client.send({ method, path: "/Users/1", body: {}, priority: "cycle" }));
		const writes = [send(), send(), send()];
		let areDone = false;
		void Promise.all(writes).then(() => {
			areDone = true;
		});
		while (!areDone) await get();
		for (const error of await Promise.all(writes)) expect(error).toMatchObject({ pause: { ms: null } });
		expect(Math.max(...pace.passed)).toBe(8000);
	});

	it.each([502, 503, 504] as const)(
		"is waited for by creations for a minute, and refuses them all when that did not help: %i",
		async (status) => {
			const { url, received } = await serve((request, response) =>
				isRead(request.method)
					? json(response, 200, { totalResults: 0, Resources: [] })
					: json(response, status, {}),
			);
			const { client, pace } = patientClient(url);
			const target = createScimTargets(client, "test")("cycle");
			const error = await errorOf(target.create({ userName: "ada@example.com", schemas: [] }));
			expect(error).toMatchObject({ code: "unavailable", pause: { ms: null } });
			expect(received.filter(({ method }) => method === "POST")).toHaveLength(11);
			expect(pace.passed.reduce((sum, ms) => sum + ms, 0)).toBe(63_000);
		},
	);

	it("does not refuse all changes when only the creation of one user fails", async () => {
		const { url } = await serve((request, response) => {
			if (request.method === "POST") json(response, 503, {});
			else if (request.method === "PATCH") json(response, 200, user);
			else json(response, 200, { totalResults: 0, Resources: [] });
		});
		const { client } = patientClient(url);
		const target = createScimTargets(client, "test")("cycle");
		const failing = errorOf(target.create({ userName: "bad@example.com", schemas: [] }));
		let failed = false;
		void failing.then(() => {
			failed = true;
		});
		while (!failed) await client.send({ method: "PATCH", path: "/Users/1", body: {}, priority: "cycle" });
		expect(await failing).toMatchObject({ code: "unavailable", pause: undefined });
	});
});
