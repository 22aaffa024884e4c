import http from "node:http";
import https from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { controlPrefix, refuseControl } from "./control.ts";
import type { Counters } from "./counters.ts";
import { type Answer, json, type Request } from "./exchange.ts";
import type { Fault, Faults } from "./faults.ts";
import type { Match, Pending, Router } from "./routes.ts";
import { UnknownObject } from "./unknown-object.ts";

/** Admission by the gate, or the response that rejects the request. */
export type Admission = { readonly refused: Answer } | { leave(): void };

/** What a simulated service provides; the server handles HTTP. */
export interface Site<Result = Answer> {
	readonly routes: Router<Result>;
	readonly control: Router<Pending>;
	readonly faults: Faults;
	readonly counters: Counters;
	/** Milliseconds since 1970. */
	readonly clock: () => number;
	/** Applies limits when the headers of a request for `path` have arrived. */
	admit(path: string): Admission;
	/** Responds to an admitted request, whether it has a route or not. */
	answer(request: Request, match: Match<Result>): Answer | Promise<Answer>;
}

/** A certificate and key in PEM, for HTTPS. */
export interface Tls {
	readonly key: string;
	readonly cert: string;
}

/** A running loopback server. */
export interface Listening {
	/** `http://127.0.0.1:PORT`, without a trailing slash. */
	readonly origin: string;
	close(): Promise<void>;
}

const largestBody = 8 * 1024 * 1024;

/** Serves a site on 127.0.0.1. Port 0 uses any free one. Rejects when the port is in use. */
export async function listen<Result>(site: Site<Result>, port: number, tls?: Tls): Promise<Listening> {
	const scheme = tls ? "https" : "http";
	let origin = "";
	const onRequest = (incoming: http.IncomingMessage, outgoing: http.ServerResponse): void => {
		serve(site, origin, incoming, outgoing).catch((error: unknown) => fail(outgoing, error));
	};
	const server = tls ? https.createServer({ ...tls }, onRequest) : http.createServer(onRequest);
	// A client may keep an idle connection longer than Node's default of 5 s; closing it would look like a fault.
	server.keepAliveTimeout = 75_000;
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject);
		server.listen(port, "127.0.0.1", () => {
			server.off("error", reject);
			resolve();
		});
	});
	origin = `${scheme}://127.0.0.1:${portOf(server.address())}`;
	return {
		origin,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

function portOf(address: AddressInfo | string | null): number {
	if (address === null || typeof address === "string") throw new TypeError("the server has no port");
	return address.port;
}

async function serve<Result>(
	site: Site<Result>,
	origin: string,
	incoming: http.IncomingMessage,
	outgoing: http.ServerResponse,
): Promise<void> {
	const method = (incoming.method ?? "GET").toUpperCase();
	const target = incoming.url ?? "/";
	const mark = target.indexOf("?");
	const path = mark < 0 ? target : target.slice(0, mark);
	const query = new URLSearchParams(mark < 0 ? "" : target.slice(mark + 1));
	const request = (body: string): Request => ({
		method,
		path,
		query,
		headers: plainHeaders(incoming.headers),
		body,
		origin,
	});

	if (path.startsWith(controlPrefix)) {
		const asked = request(await readBody(incoming));
		const match = site.control.match(method, path);
		const refused = refuseControl(asked);
		if (refused) send(outgoing, refused);
		else if (match.kind === "found") send(outgoing, await controlAnswer(() => match.answer(asked)));
		else send(outgoing, json(404, { error: `no control route ${method} ${path}` }));
		return;
	}

	const match = site.routes.match(method, path);
	site.counters.begin();
	const admission = site.admit(path);
	let settled = false;
	// Before sending the response, so that a client that has it never sees an old count or an occupied slot.
	const settle = (status: number): void => {
		if (settled) return;
		settled = true;
		if ("leave" in admission) admission.leave();
		site.counters.end(match.template, { at: site.clock(), method, target, status });
	};
	const reply = (answer: Answer): void => {
		settle(answer.status);
		send(outgoing, answer);
	};
	const cut = (): void => {
		settle(0);
		reset(incoming.socket);
	};
	outgoing.once("close", () => settle(0));

	const body = await readBody(incoming);
	if ("refused" in admission) return reply(admission.refused);
	const fault = site.faults.take(method, target);
	if (fault && fault.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
	if (fault?.kind === "hold") await site.faults.held();
	if (fault?.kind === "reset") return cut();
	if (fault?.kind === "status") {
		return reply({ status: fault.status, headers: fault.headers, text: fault.text ?? "" });
	}
	const answer = await site.answer(request(body), match);
	if (fault?.kind === "lost") return cut();
	if (fault?.kind === "garbled") return reply(garbled(answer, fault));
	if (fault?.kind === "truncated") {
		settle(answer.status);
		return sendHalf(outgoing, incoming.socket, answer);
	}
	reply(answer);
}

async function controlAnswer(answer: () => Pending): Promise<Answer> {
	try {
		return await answer();
	} catch (error) {
		if (error instanceof UnknownObject) return json(404, { error: error.message });
		throw error;
	}
}

/** A bug of the simulator: reported as 500 with the reason, so that a test fails on it instead of timing out. */
function fail(outgoing: http.ServerResponse, error: unknown): void {
	if (outgoing.headersSent || outgoing.destroyed) outgoing.destroy();
	else send(outgoing, json(500, { error: `the simulator failed: ${String(error)}` }));
}

async function readBody(incoming: http.IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of incoming) {
		const piece = Buffer.from(chunk);
		size += piece.length;
		if (size > largestBody) throw new RangeError(`the request is larger than ${largestBody} bytes`);
		chunks.push(piece);
	}
	return chunks.length === 0 ? "" : Buffer.concat(chunks).toString("utf8");
}

function plainHeaders(headers: http.IncomingHttpHeaders): Record<string, string | undefined> {
	const plain: Record<string, string | undefined> = {};
	for (const name in headers) {
		const value = headers[name];
		plain[name] = Array.isArray(value) ? value.join(", ") : value;
	}
	return plain;
}

function payload(answer: Answer): string | undefined {
	return answer.text ?? (answer.body === undefined ? undefined : JSON.stringify(answer.body));
}

function send(outgoing: http.ServerResponse, answer: Answer): void {
	const text = payload(answer);
	if (text === undefined) {
		outgoing.writeHead(answer.status, { ...answer.headers });
		outgoing.end();
		return;
	}
	const bytes = Buffer.from(text);
	outgoing.writeHead(answer.status, {
		"content-type": "application/json;charset=utf-8",
		"content-length": bytes.length,
		...answer.headers,
	});
	outgoing.end(bytes);
}

function garbled(answer: Answer, fault: Fault): Answer {
	const text = fault.text ?? "<html><body>upstream connect error</body></html>";
	return { status: answer.status === 204 ? 200 : answer.status, text };
}

function sendHalf(outgoing: http.ServerResponse, socket: Socket, answer: Answer): void {
	const bytes = Buffer.from(payload(answer) ?? "{}");
	outgoing.writeHead(answer.status === 204 ? 200 : answer.status, {
		"content-type": "application/json;charset=utf-8",
		"content-length": bytes.length,
	});
	outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => socket.destroy());
}

function reset(socket: Socket): void {
	// A TLS socket has no reset.
	if (socket instanceof TLSSocket) socket.destroy();
	else socket.resetAndDestroy();
}
