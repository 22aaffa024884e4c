import type { ClientSecretCredentialOptions } from "@azure/identity";
import { z } from "zod";
import type { AnswerBody } from "../../http/answer-body.ts";
import type { Connector } from "../../http/connector.ts";
import { type AnswerHeaders, exchange } from "../../http/exchange.ts";
import { HttpFailure } from "../../http/http-failure.ts";

/** What @azure/identity sends its requests with. */
export type HttpClient = NonNullable<ClientSecretCredentialOptions["httpClient"]>;
type Request = Parameters<HttpClient["sendRequest"]>[0];
type ResponseHeaders = Request["headers"];

/** Far above the size of a token or of a tenant's metadata. */
const limits = { timeoutMs: 30_000, maxBytes: 1024 * 1024 };

/** What the sign-in service refused a request with (RFC 6749 §5.2). */
export type Refusal = { readonly error: string; readonly description: string };

const refusal = z
	.object({ error: z.string(), error_description: z.string().default("") })
	.transform(({ error, error_description: description }): Refusal => ({ error, description }));

/** Sends the requests of @azure/identity, and keeps what its errors don't preserve. */
export type SignInTransport = {
	readonly httpClient: HttpClient;
	/** Undefined when the last request was answered. */
	readonly failure: () => HttpFailure | undefined;
	/** Undefined when the last request was not refused. */
	readonly refusal: () => Refusal | undefined;
};

/** Sends the requests of a sign-in over the product's own connections, with their proxy, certificates, and limits. */
export function createSignInTransport(connector: Connector): SignInTransport {
	let failure: HttpFailure | undefined;
	let refused: Refusal | undefined;
	return {
		failure: () => failure,
		refusal: () => refused,
		httpClient: {
			async sendRequest(request) {
				failure = undefined;
				refused = undefined;
				try {
					const message = {
						method: request.method,
						url: new URL(request.url),
						headers: request.headers.toJSON(),
						body: bodyOf(request),
					};
					const answer = await withSignal(request, (signal) => exchange(connector, message, limits, signal));
					const { status, headers } = answer;
					const isRefused = status >= 400;
					const body = isRefused ? answer.body.without(secretsIn(message.body)) : answer.body;
					if (isRefused) refused = refusalOf(body);
					return { request, status, headers: headersOf(headers), bodyAsText: body.text };
				} catch (error) {
					if (error instanceof HttpFailure) failure = error;
					throw error;
				}
			},
		},
	};
}

function refusalOf(body: AnswerBody): Refusal | undefined {
	try {
		return refusal.safeParse(body.json()).data;
	} catch {
		return undefined; // a page of a proxy, for example
	}
}

/** What a request proves its identity with (RFC 6749, RFC 7523): a refusal may repeat it. */
function secretsIn(form = ""): readonly string[] {
	const fields = new URLSearchParams(form);
	return ["client_secret", "client_assertion", "refresh_token", "device_code", "code"].flatMap((name) =>
		fields.getAll(name),
	);
}

function bodyOf({ body }: Request): string | undefined {
	if (body === undefined || body === null) return undefined;
	if (typeof body === "string") return body;
	throw new TypeError("A sign-in request must have a string body.");
}

/** Does something under the signal of a request: the library's signals have no reason and may not be instances of Node's class. */
export async function withSignal<T>(
	{ abortSignal }: Request,
	send: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const ended = new AbortController();
	const end = () => ended.abort();
	if (abortSignal?.aborted) end();
	abortSignal?.addEventListener("abort", end);
	try {
		return await send(ended.signal);
	} finally {
		abortSignal?.removeEventListener("abort", end);
	}
}

function headersOf(given: AnswerHeaders): ResponseHeaders {
	const headers = new Headers([...given]);
	return {
		get: (name) => headers.get(name) ?? undefined,
		has: (name) => headers.has(name),
		set: (name, value) => headers.set(name, String(value)),
		delete: (name) => headers.delete(name),
		toJSON: () => Object.fromEntries(headers),
		[Symbol.iterator]: () => headers[Symbol.iterator](),
	};
}
