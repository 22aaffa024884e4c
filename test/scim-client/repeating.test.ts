import { describe, expect, it } from "vitest";
import { createLimiter } from "../../src/http/limiter.ts";
import { monotonicClock } from "../../src/http/monotonic-clock.ts";
import { createScimClient } from "../../src/scim-client/client.ts";
import { FakePace } from "../http/fake-pace.ts";
import { clientOf, json, secret, serve } from "../http/loopback.ts";
import { errorOf } from "./error-of.ts";

const user = { id: "0001", userName: "ada@example.com", active: true };

describe("Repeating", () => {
	it("sends GET, PUT, PATCH and DELETE again after 429, 500, 502, 503, 504 and a lost connection", async () => {
		for (const method of ["GET", "PUT", "PATCH", "DELETE"] as const)
			for (const fault of [429, 500, 502, 503, 504, "reset"] as const) {
				const { url, received } = await serve((_, response) => {
					if (received.length > 2) json(response, 200, user);
					else if (fault === "reset") response.destroy();
					else json(response, fault, {}, { "retry-after": "0" });
				});
				const client = clientOf(url);
				const answer = await client.send({ method, path: "/Users/1", priority: "cycle" });
				expect([method, fault, answer.attempts, client.requests()]).toEqual([method, fault, 3, 3]);
			}
	});

	it("sends a POST again after 429, but not after 500", async () => {
		const { url, received } = await serve((_, response) =>
			json(response, received.length === 1 ? 429 : 500, {}, { "retry-after": "0" }),
		);
		const error = await errorOf(
			clientOf(url).send({ method: "POST", path: "/Users", body: {}, priority: "cycle" }),
		);
		expect(error).toMatchObject({ code: "unavailable", attempts: 2 });
	});

	it("does not repeat what cannot get better", async () => {
		for (const status of [301, 400, 401, 403, 404, 409, 412, 501]) {
			const { url, received } = await serve((_, response) => json(response, status, {}));
			await errorOf(clientOf(url).send({ method: "GET", path: "/Users", priority: "cycle" }));
			expect([status, received.length]).toEqual([status, 1]);
		}
	});

	it("gives up after the given number of retries, and counts all", async () => {
		const { url } = await serve((_, response) => json(response, 503, {}));
		const client = clientOf(url, { retries: 2 });
		const error = await errorOf(client.send({ method: "GET", path: "/Users", priority: "cycle" }));
		expect(error).toMatchObject({ code: "unavailable", attempts: 3 });
		expect(client.requests()).toBe(3);
	});

	it("waits as long as Retry-After says, else a random part of a span that doubles", async () => {
		const { url, received } = await serve((_, response) => {
			if (received.length === 1) json(response, 503, {}, { "retry-after": "7" });
			else if (received.length < 5) json(response, 503, {});
			else json(response, 200, user);
		});
		const slept: number[] = [];
		const clock = {
			now: () => performance.now(),
			sleep: async (ms: number) => {
				slept.push(ms);
			},
			random: () => 0.5,
		};
		await clientOf(url, {
			clock,
			retries: 5,
			backOff: { firstMs: 100, maxMs: 350, maxRetryAfterMs: 60_000 },
		}).send({
			method: "GET",
			path: "/Users",
			priority: "cycle",
		});
		expect(slept).toEqual([7000, 100, 175, 175]);
	});

	/** How long one request waits between its attempts, in ms. */
	async function waitsOf(url: string): Promise<readonly number[]> {
		let now = 0;
		const slept: number[] = [];
		const clock = {
			now: () => now,
			random: () => 0.5,
			sleep: async (ms: number) => {
				slept.push(ms);
				now += ms;
			},
		};
		const limiter = createLimiter({ requestsPerSecond: 0, concurrency: 10 }, clock);
		const authorization = () => `Bearer ${secret}`;
		const client = createScimClient({ baseUrl: url, authorization, limiter, clock });
		await client.send({ method: "GET", path: "/Users", priority: "cycle" });
		return slept;
	}

	it.each(["0", "-5", "Wed, 31 Dec 2025 00:00:00 GMT", "2, 5"])(
		"waits as it would without Retry-After where that asks for no wait (%s)",
		async (retryAfter) => {
			const { url, received } = await serve((_, response) => {
				if (received.length < 4) json(response, 503, {}, { "retry-after": retryAfter });
				else json(response, 200, user);
			});
			expect(await waitsOf(url)).toEqual([1_000, 2_000, 4_000]);
		},
	);

	it("waits longer than Retry-After where the server still refuses after that", async () => {
		const { url, received } = await serve((_, response) => {
			if (received.length < 5) json(response, 503, {}, { "retry-after": "1" });
			else json(response, 200, user);
		});
		expect(await waitsOf(url)).toEqual([1_000, 2_000, 4_000, 8_000]);
	});

	it("does not stop for the Retry-After of an answer that refuses only this request", async () => {
		const { url } = await serve((_, response) =>
			json(response, 400, { detail: "no" }, { "retry-after": "3600" }),
		);
		const error = await errorOf(clientOf(url).send({ method: "GET", path: "/Users", priority: "cycle" }));
		expect(error).toMatchObject({ code: "invalid", pause: undefined });
	});

	it("fails at once when Retry-After is longer than is worth waiting, and what a cycle sends next is not sent", async () => {
		const { url, received } = await serve((_, response) =>
			json(response, 429, {}, { "retry-after": "86400" }),
		);
		const pace = new FakePace();
		const limiter = createLimiter({ requestsPerSecond: 0, concurrency: 10 }, pace);
		const client = clientOf(url, { limiter });
		const send = (priority: "cycle" | "interactive") =>
			errorOf(client.send({ method: "GET", path: "/Users", priority }));
		expect(await send("cycle")).toMatchObject({ code: "too-many-requests", pause: { ms: 86_400_000 } });
		expect(received).toHaveLength(1);
		expect(await send("cycle")).toMatchObject({ pause: { ms: expect.closeTo(86_400_000, -5) } });
		expect(received).toHaveLength(1);
		expect(await send("interactive")).toMatchObject({ pause: { ms: 86_400_000 } });
		expect(received).toHaveLength(2);
		await pace.run(limiter.acquire("cycle"));
		expect(pace.now()).toBe(0);
	});

	it.each([403, 503])(
		"takes a ban for one, whatever its status (%i), and a date by the server's clock",
		async (status) => {
			const { url } = await serve((_, response) =>
				json(
					response,
					status,
					{},
					{
						date: "Mon, 02 Jan 2040 00:00:00 GMT",
						"retry-after": "Mon, 02 Jan 2040 01:00:00 GMT",
					},
				),
			);
			const error = await errorOf(clientOf(url).send({ method: "GET", path: "/Users", priority: "cycle" }));
			expect(error).toMatchObject({ status, pause: { ms: 3_600_000 } });
			expect(error.message).toContain("a pause of 3600 seconds");
		},
	);
});

describe("Aborting", () => {
	const reason = new Error("stopped by the operator");

	it("ends a request under way with the signal's reason", async () => {
		const controller = new AbortController();
		const { url } = await serve(() => controller.abort(reason));
		const sent = clientOf(url).send({
			method: "GET",
			path: "/Users",
			priority: "cycle",
			signal: controller.signal,
		});
		await expect(sent).rejects.toBe(reason);
	});

	it("ends a wait between attempts at once", async () => {
		const controller = new AbortController();
		const { url } = await serve((_, response) => {
			response.on("finish", () => setImmediate(() => setImmediate(() => controller.abort(reason))));
			json(response, 503, {}, { "retry-after": "50" });
		});
		const sent = clientOf(url).send({
			method: "GET",
			path: "/Users",
			priority: "cycle",
			signal: controller.signal,
		});
		await expect(sent).rejects.toBe(reason);
	});

	it("ends the wait for a turn", async () => {
		const limiter = createLimiter({ requestsPerSecond: 0, concurrency: 1 }, monotonicClock);
		await limiter.acquire("cycle");
		const controller = new AbortController();
		const sent = clientOf("http://127.0.0.1:1", { limiter }).send({
			method: "GET",
			path: "/Users",
			priority: "cycle",
			signal: controller.signal,
		});
		controller.abort(reason);
		await expect(sent).rejects.toBe(reason);
	});

	it("sends nothing when aborted before", async () => {
		const { url, received } = await serve((_, response) => json(response, 200, user));
		const sent = clientOf(url).send({
			method: "GET",
			path: "/",
			priority: "cycle",
			signal: AbortSignal.abort(reason),
		});
		await expect(sent).rejects.toBe(reason);
		expect(received).toEqual([]);
	});
});
