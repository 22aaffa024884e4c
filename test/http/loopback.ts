import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import { createLimiter } from "../../src/http/limiter.ts";
import { monotonicClock } from "../../src/http/monotonic-clock.ts";
import { type ClientOptions, createScimClient } from "../../src/scim-client/client.ts";

export type Received = {
	readonly method: string;
	readonly url: string;
	readonly headers: IncomingMessage["headers"];
	readonly body: string;
};
export type Reply = (request: Received, response: ServerResponse) => void;

/** A server on loopback for one test. `received` grows with each request. */
export async function serve(reply: Reply): Promise<{ readonly url: string; readonly received: Received[] }> {
	const received: Received[] = [];
	const server = createServer((request, response) => {
		let body = "";
		request.on("data", (chunk) => {
			body += String(chunk);
		});
		request.on("end", () => {
			const { method = "", url = "", headers } = request;
			received.push({ method, url, headers, body });
			reply({ method, url, headers, body }, response);
		});
	});
	return { url: await listening(server), received };
}

/** Listens on a free port until the test ends. */
export async function listening(server: Server, scheme = "http"): Promise<string> {
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	onTestFinished(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("The server listens on no port.");
	return `${scheme}://127.0.0.1:${address.port}`;
}

/**
 * The address of a port where nothing listens: an unassigned one below those that the system hands out. One that was free a moment ago
 * may belong to the server of another test by now.
 */
export async function closedPort(): Promise<string> {
	return "http://127.0.0.1:4";
}

export function json(response: ServerResponse, status: number, body: unknown, headers = {}): void {
	response
		.writeHead(status, { "content-type": "application/scim+json", ...headers })
		.end(JSON.stringify(body));
}

export const secret = "c3VzZWNyZXQ6dmVyeXNlY3JldGtleQ==";

/** A client without a limit, that waits next to nothing between attempts. */
export function clientOf(baseUrl: string, options: Partial<ClientOptions> = {}) {
	return createScimClient({
		baseUrl,
		authorization: () => `Bearer ${secret}`,
		limiter: createLimiter({ requestsPerSecond: 0, concurrency: 10 }, monotonicClock),
		clock: monotonicClock,
		timeoutMs: 10_000,
		retries: 3,
		backOff: { firstMs: 1, maxMs: 4, maxRetryAfterMs: 60_000 },
		...options,
	});
}
