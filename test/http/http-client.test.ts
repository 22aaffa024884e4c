import { generateKeyPairSync } from "node:crypto";
import { createServer as createTlsServer } from "node:https";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createConnector } from "../../src/http/connector.ts";
import { createHttpClient, type HttpClientOptions } from "../../src/http/http-client.ts";
import { HttpFailure } from "../../src/http/http-failure.ts";
import { createSessionCookies } from "../../src/http/session-cookies.ts";
import { certificatesIn } from "../../src/http/trusted-authorities.ts";
import { closedPort, json, listening, serve } from "./loopback.ts";
import { certificate, privateKey, selfSigned } from "./self-signed.ts";

/** A client that remembers its waits and does not wait. */
function clientOf(options: Partial<HttpClientOptions> = {}) {
	const slept: number[] = [];
	const client = createHttpClient({
		connector: createConnector({}),
		clock: {
			sleep: async (ms) => {
				slept.push(ms);
			},
			random: () => 0.5,
		},
		timeoutMs: 10_000,
		maxBytes: 100_000,
		retry: { limit: 3, isRepeatable: (error) => error instanceof HttpFailure && error.isPassing },
		...options,
	});
	return { ...client, slept };
}

async function failureOf(work: Promise<unknown>): Promise<HttpFailure> {
	const error = await work.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(error instanceof HttpFailure)) throw new Error(`Expected an HttpFailure, got ${String(error)}`);
	return error;
}

describe("Retrying", () => {
	it("follows the policy, which sees the failure and the method", async () => {
		const { url, received } = await serve((_, response) => json(response, 503, {}));
		const asked: unknown[] = [];
		const { send, requests } = clientOf({
			retry: {
				limit: 5,
				isRepeatable: (error, method) => {
					asked.push([error instanceof HttpFailure && error.status, method]);
					return received.length < 3;
				},
			},
		});
		expect(await failureOf(send({ method: "POST", url, body: "{}" }))).toMatchObject({
			kind: "status",
			status: 503,
			isPassing: true,
		});
		expect(asked).toEqual(Array(3).fill([503, "POST"]));
		expect(requests()).toBe(3);
		expect(received.map(({ body }) => body)).toEqual(["{}", "{}", "{}"]);
	});

	it("waits as Retry-After says, also for fractions and dates, otherwise for a random part of a growing span", async () => {
		const later = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toUTCString();
		const waits = [{ "retry-after": "0.25" }, { "retry-after": later(9), date: later(4) }, {}, {}];
		const { url, received } = await serve((_, response) => {
			const headers = waits[received.length - 1];
			json(response, headers === undefined ? 200 : 429, {}, headers);
		});
		const { send, slept } = clientOf({
			retry: {
				limit: 9,
				isRepeatable: () => true,
				backOff: { firstMs: 100, maxMs: 700, maxRetryAfterMs: 60_000 },
			},
		});
		await send({ method: "GET", url });
		expect(slept).toEqual([250, 5_000, 200, 350]);
	});

	it("fails at once when the server asks for a longer wait than is worth it", async () => {
		const { url } = await serve((_, response) => json(response, 503, {}, { "retry-after": "86400" }));
		const { send, slept } = clientOf();
		expect((await failureOf(send({ method: "GET", url }))).retryAfterMs).toBe(86_400_000);
		expect(slept).toEqual([]);
	});

	it("wraps each attempt, and lets through what the wrapper throws", async () => {
		const { url, received } = await serve((_, response) =>
			json(response, received.length < 2 ? 500 : 200, {}),
		);
		const { send } = clientOf();
		let attempts = 0;
		await send({ method: "GET", url, attempt: (sendOnce) => sendOnce({ "x-attempt": String(++attempts) }) });
		expect(received.map(({ headers }) => headers["x-attempt"])).toEqual(["1", "2"]);
		const reason = new Error("no permit");
		await expect(
			send({
				method: "GET",
				url,
				attempt: async () => {
					throw reason;
				},
			}),
		).rejects.toBe(reason);
	});

	it("ends with the total time, in an attempt or in a wait", async () => {
		const silent = await serve(() => undefined);
		const hanging = clientOf({ totalTimeoutMs: 50 });
		const late = await failureOf(hanging.send({ method: "GET", url: silent.url }));
		expect(late).toMatchObject({ kind: "timeout" });
		expect(late.message).toMatch(/^127\.0\.0\.1:\d+ did not answer within 0\.05 s$/);
		const { url } = await serve((_, response) => json(response, 503, {}));
		let ended = false;
		const waiting = clientOf({
			totalTimeoutMs: 1_500,
			clock: {
				sleep: (_ms, signal) =>
					new Promise((_resolve, reject) => {
						signal?.addEventListener("abort", () => {
							ended = true;
							reject(signal.reason);
						});
					}),
				random: () => 0,
			},
		});
		expect((await failureOf(waiting.send({ method: "GET", url }))).kind).toBe("timeout");
		expect(ended).toBe(true);
	});
});

describe("An answer", () => {
	it("is read to its end within the time limit of an attempt", async () => {
		const { url } = await serve((_, response) => {
			response.writeHead(200);
			response.write("{");
		});
		const { send } = clientOf({ timeoutMs: 50, retry: { limit: 0, isRepeatable: () => false } });
		expect(await failureOf(send({ method: "GET", url }))).toMatchObject({
			kind: "timeout",
			neverSent: false,
		});
	});

	it("may not be longer than the limit, sent plain or compressed", async () => {
		const { url, received } = await serve((_, response) => {
			if (received.length === 1) response.end(Buffer.alloc(100_001, 32));
			else
				response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(50_000_000, 32)));
		});
		const { send } = clientOf();
		for (let round = 0; round < 2; round++) {
			const failure = await failureOf(send({ method: "GET", url }));
			expect(failure).toMatchObject({ kind: "too-large", status: 200, isPassing: false });
		}
		expect(received).toHaveLength(2);
	});

	it("is not followed elsewhere, and the place is named without its query", async () => {
		const elsewhere = await serve((_, response) => response.end("stolen"));
		const { url } = await serve((_, response) =>
			response.writeHead(307, { location: `${elsewhere.url}/place?token=x#y` }).end(),
		);
		const failure = await failureOf(clientOf().send({ method: "GET", url }));
		expect(failure).toMatchObject({ kind: "redirect", status: 307, location: `${elsewhere.url}/place` });
		expect(failure.message).toContain(`redirects to ${elsewhere.url}/place, which was not followed`);
		expect(elsewhere.received).toEqual([]);
	});

	it("comes without the credential and the cookies that were sent", async () => {
		const { url, received } = await serve(({ headers }, response) => {
			response.setHeader("set-cookie", "session=cookie-value; Path=/");
			json(response, received.length === 1 ? 200 : 400, { ...headers });
		});
		const { send } = clientOf({ cookies: createSessionCookies() });
		const request = {
			method: "GET",
			url,
			attempt: (sendOnce: (headers: Record<string, string>) => Promise<unknown>) =>
				sendOnce({ authorization: "Basic c2VjcmV0LXRva2Vu" }),
		} as const;
		const answer = await send({
			...request,
			attempt: (sendOnce) => sendOnce({ authorization: "Basic c2VjcmV0LXRva2Vu" }),
		});
		expect(answer.body.text).toContain("Basic ********");
		const failure = await failureOf(
			send({ ...request, attempt: (sendOnce) => sendOnce({ authorization: "Basic c2VjcmV0LXRva2Vu" }) }),
		);
		expect(failure.body).toContain("session=********");
		expect(`${failure.stack}${JSON.stringify(failure)}`).not.toMatch(/c2VjcmV0|cookie-value/);
	});

	it.each([
		["the body", 400, (words: string) => ({ body: { detail: words }, headers: {} })],
		["the place of a redirect", 308, (words: string) => ({ body: {}, headers: { location: `/${words}` } })],
		["a challenge", 401, (words: string) => ({ body: {}, headers: { "www-authenticate": words } })],
	])(
		"comes without the password in the credential, and without secrets of the body, in %s",
		async (_, status, echo) => {
			const password = "pass/word+1=";
			const [credential, inBody] = [`ada:${password}`, "bob:b0b/key+2="].map((pair) =>
				Buffer.from(pair).toString("base64"),
			);
			const { url } = await serve((_, response) => {
				const words = [password, credential, "b0b/key+2=", inBody].map((one) =>
					encodeURIComponent(String(one)),
				);
				const { body, headers } = echo(`says-${words.join("-")}`);
				json(response, status, body, headers);
			});
			const failure = await failureOf(
				clientOf().send({
					method: "POST",
					url,
					body: "{}",
					secrets: [String(inBody)],
					attempt: (sendOnce) => sendOnce({ authorization: `Bearer ${credential}` }),
				}),
			);
			expect(JSON.stringify(failure) + failure.message).toContain(
				`says-${Array(4).fill("********").join("-")}`,
			);
		},
	);

	it("comes without parts of the credential, however the server writes them", async () => {
		const credential = Buffer.from("suABCDEFGHIJKL:a-password-that-nobody-guesses").toString("base64");
		const written = [credential.slice(0, 30), Buffer.from(credential).toString("base64").slice(0, 40)];
		const { url } = await serve((_, response) =>
			json(response, 400, { detail: written.join(" ") }, { "www-authenticate": written.join(" ") }),
		);
		const failure = await failureOf(
			clientOf().send({
				method: "POST",
				url,
				attempt: (sendOnce) => sendOnce({ authorization: `Bearer ${credential}` }),
			}),
		);
		expect(failure.body).toContain("********");
		for (const part of written) expect(JSON.stringify(failure)).not.toContain(part.slice(0, 20));
	});
});

describe("Session cookies", () => {
	it("are resent to the server that set them, and dropped when it refuses the session", async () => {
		const { url, received } = await serve((_, response) => {
			const status = received.length === 3 ? 401 : 200;
			json(response, status, {}, { "set-cookie": [`s=${received.length}; Path=/`, "lb=x; Path=/"] });
		});
		const other = await serve((_, response) => json(response, 200, {}));
		const { send } = clientOf({ cookies: createSessionCookies() });
		await send({ method: "GET", url });
		await send({ method: "GET", url: other.url });
		await send({ method: "GET", url });
		await failureOf(send({ method: "GET", url }));
		await send({ method: "GET", url });
		expect(received.map(({ headers }) => headers.cookie)).toEqual([
			undefined,
			"s=1; lb=x",
			"s=2; lb=x",
			undefined,
		]);
		expect(other.received[0]?.headers.cookie).toBeUndefined();
	});

	it("are ignored by a client that keeps none", async () => {
		const { url, received } = await serve((_, response) => json(response, 200, {}, { "set-cookie": "s=1" }));
		const { send } = clientOf();
		await send({ method: "GET", url });
		await send({ method: "GET", url });
		expect(received.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined]);
	});
});

describe("A certificate of a private authority", () => {
	it("is trusted by the connector that was given the authority, and by no other", async () => {
		const server = createTlsServer({ key: privateKey, cert: certificate }, (_, response) =>
			response.end("ok"),
		);
		const url = await listening(server, "https");
		const trusting = clientOf({ connector: createConnector({ ca: `A comment\n${certificate}` }) });
		expect(await trusting.send({ method: "GET", url })).toMatchObject({ status: 200, body: { text: "ok" } });
		const failure = await failureOf(clientOf().send({ method: "GET", url }));
		expect(failure).toMatchObject({ kind: "tls", neverSent: true, isPassing: false });
		expect(failure.message).toContain("NODE_EXTRA_CA_CERTS");
	});

	it.each([
		["CERT_HAS_EXPIRED", "20200101000000Z", "20200201000000Z", "expired, or this machine's clock is ahead"],
		["CERT_NOT_YET_VALID", "21190101000000Z", "21200101000000Z", "not valid yet; check this machine's clock"],
	])("may also fail because of a wrong clock: %s", async (systemCode, from, to, words) => {
		const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
		const cert = selfSigned(keys, from, to);
		const key = keys.privateKey.export({ type: "pkcs8", format: "pem" });
		const url = await listening(
			createTlsServer({ key, cert }, (_, response) => response.end()),
			"https",
		);
		const { send } = clientOf({ connector: createConnector({ ca: cert }) });
		const failure = await failureOf(send({ method: "GET", url }));
		expect(failure).toMatchObject({ kind: "tls", systemCode, message: expect.stringContaining(words) });
	});

	it("does not take the place of the authorities that Node knows", () => {
		expect(certificatesIn(`${certificate}\n${certificate}`)).toHaveLength(2);
		expect(() => createConnector({ ca: "not a certificate" })).toThrow(/holds no certificate/);
	});
});

describe("A connection that fails", () => {
	it("is known to have carried nothing when nobody listened", async () => {
		const failure = await failureOf(
			clientOf({ retry: { limit: 0, isRepeatable: () => false } }).send({
				method: "POST",
				url: await closedPort(),
			}),
		);
		expect(failure).toMatchObject({
			kind: "network",
			systemCode: "ECONNREFUSED",
			neverSent: true,
			isPassing: true,
		});
	});

	it("may have carried the request when it broke off", async () => {
		const { url } = await serve((_, response) => response.destroy());
		const failure = await failureOf(
			clientOf({ retry: { limit: 0, isRepeatable: () => false } }).send({ method: "POST", url }),
		);
		expect(failure).toMatchObject({ kind: "network", neverSent: false, isPassing: true });
		expect(failure.message).toContain("broke off before the answer was complete");
	});
});
