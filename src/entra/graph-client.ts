import ky, { type Options } from "ky";
import type { z } from "zod";
import { monotonicClock } from "../http/monotonic-clock.ts";
import { backOffMs, defaultBackOff, readRetryAfter } from "../http/retry-timing.ts";
import type { Clock } from "../ports/clock.ts";
import { DirectoryError } from "../ports/directory.ts";
import { type AccessTokenSource, createTokenCache } from "./access-token.ts";
import { exchange } from "./exchange.ts";
import { graphFailure } from "./graph-error.ts";

export type GraphOptions = {
	/** Default `https://graph.microsoft.com/v1.0`. Without TLS only on loopback. */
	readonly graphUrl?: string | undefined;
	readonly credential: AccessTokenSource;
	readonly clock?: GraphClock | undefined;
	/** For one attempt, to the last byte of the answer. Default 60 s. */
	readonly timeoutMs?: number | undefined;
	/** How often a request is sent again. Default 5. */
	readonly retries?: number | undefined;
};

/** The part of `Clock` that tokens and waiting need; `now` is the time of day. */
export type GraphClock = Pick<Clock, "now" | "sleep" | "random">;

export type GraphRequest = {
	readonly method: "GET" | "POST" | "DELETE";
	/** Below the Graph URL (`/users?$top=5`), or a link that Graph gave, which must lead to the same host. */
	readonly url: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: unknown;
	/** Whether it changes nothing; by default a GET does not. */
	readonly reads?: boolean;
	readonly signal?: AbortSignal | undefined;
};

/** HTTP to Graph with one credential. Every failure is a `DirectoryError`, or the signal's reason when aborted. */
export interface GraphClient {
	/**
	 * Sends until there is an answer of 2xx, and returns its JSON in that shape.
	 * Sent again after 429, 5xx and lost connections: all requests of this product may be repeated,
	 * for assigning someone twice is refused, and that refusal counts as success.
	 */
	send<T>(request: GraphRequest, shape: z.ZodType<T>): Promise<T>;
	/** The link's path and query below the Graph URL, for a batch. Throws `invalid` when it leads elsewhere. */
	relative(link: string): string;
	/** Waits before repeat `retry` of a part of a batch: as long as the server asked, or a growing, random time. */
	pause(retry: number, retryAfterMs: number | undefined, signal: AbortSignal | undefined): Promise<void>;
	/** Ends the reads under way, and their waits; what changes something goes on to its end. */
	close(): void;
	readonly retries: number;
	/** Requests sent so far, repeats included; a batch counts once. */
	readonly requests: () => number;
}

const methods: NonNullable<Exclude<Options["retry"], number | undefined>["methods"]> = [
	"get",
	"post",
	"delete",
];
const systemClock: GraphClock = { ...monotonicClock, now: () => Date.now() };

export function createGraphClient(options: GraphOptions): GraphClient {
	const { clock = systemClock, timeoutMs = 60_000, retries = 5 } = options;
	const base = readBase(options.graphUrl ?? "https://graph.microsoft.com/v1.0");
	const tokens = createTokenCache(options.credential, `${base.origin}/.default`, clock.now);
	const closed = new AbortController();
	let requests = 0;

	const absolute = (url: string): URL => {
		const target = new URL(/^https?:/i.test(url) ? url : `${base.href}${url}`);
		if (target.origin === base.origin) return target;
		throw new DirectoryError(
			"invalid",
			`Microsoft Graph gave a link to ${target.host}, which was not followed: the sign-in is for ${base.host} only.`,
		);
	};

	async function send<T>(wanted: GraphRequest, shape: z.ZodType<T>): Promise<T> {
		const { method, headers, body } = wanted;
		const { reads = method === "GET" } = wanted;
		const signal = reads ? untilClosed(wanted.signal) : wanted.signal;
		const url = absolute(wanted.url);
		const name = `${method} ${pathOf(url, base)}`;
		let retryAfterMs: number | undefined;
		let tokenRenewed = false;
		let received = "";

		/** One attempt, with a second one when the token is refused. Throws a DirectoryError for anything but 2xx. */
		async function attempt(input: Request): Promise<Response> {
			const token = await tokens.token(signal);
			requests++;
			retryAfterMs = undefined;
			const sent = new Request(input.clone(), { headers: withToken(input.headers, token) });
			const answer = await exchange(sent, name, timeoutMs, signal);
			if (answer.status === 401 && !tokenRenewed) {
				tokenRenewed = true;
				tokens.drop(token);
				return attempt(input);
			}
			retryAfterMs = readRetryAfter(answer.headers, clock.now());
			if (answer.status < 200 || answer.status >= 300) throw graphFailure(answer.status, answer.body, name);
			received = answer.body; // not inside the Response, which would make a stream of it
			return new Response(null, { status: answer.status });
		}

		await ky(url, {
			method,
			headers: { accept: "application/json", ...headers },
			...(body === undefined ? {} : { json: body }),
			timeout: false, // each attempt has its own, which does not count the wait for a token
			fetch: (input) => attempt(input instanceof Request ? input : new Request(input)),
			retry: {
				limit: retries,
				methods,
				delay: () => 0, // beforeRetry waits instead, by our clock
				shouldRetry: ({ error }) =>
					isPassing(error) && (retryAfterMs ?? 0) <= defaultBackOff.mostRetryAfterMs,
			},
			hooks: {
				beforeRetry: [({ retryCount }) => pause(retryCount, retryAfterMs, signal)],
			},
		});
		return read(received, shape, name);
	}

	const untilClosed = (signal: AbortSignal | undefined): AbortSignal =>
		signal === undefined ? closed.signal : AbortSignal.any([signal, closed.signal]);

	const pause: GraphClient["pause"] = (retry, retryAfterMs, signal) =>
		clock.sleep(backOffMs(retry, retryAfterMs, defaultBackOff, clock.random), signal);

	return {
		send,
		relative(link) {
			const { href } = absolute(link);
			if (href.startsWith(`${base.href}/`)) return href.slice(base.href.length);
			throw new DirectoryError("invalid", `Microsoft Graph gave a link outside ${base.href}.`);
		},
		pause: (retry, retryAfterMs, signal) => pause(retry, retryAfterMs, untilClosed(signal)),
		close: () =>
			closed.abort(new DirectoryError("unavailable", "Reading ended, because the source was closed.")),
		retries,
		requests: () => requests,
	};
}

/** Lost connections, 429 and failures of the server (not 501: it will not learn it by asking again). */
function isPassing(error: unknown): boolean {
	if (!(error instanceof DirectoryError)) return false;
	return (
		error.code === "network" || (error.code === "unavailable" && !("status" in error && error.status === 501))
	);
}

function readBase(graphUrl: string): URL {
	const base = URL.canParse(graphUrl) ? new URL(graphUrl.replace(/\/+$/, "")) : undefined;
	if (!base) throw new DirectoryError("invalid", `"${graphUrl}" is not a URL of Microsoft Graph.`);
	const isLoopback = ["127.0.0.1", "[::1]", "localhost"].includes(base.hostname);
	if (base.protocol !== "https:" && !(base.protocol === "http:" && isLoopback)) {
		throw new DirectoryError(
			"invalid",
			`The Graph URL ${base.href} must begin with https: the access token would travel unprotected.`,
		);
	}
	return base;
}

/** For people: without the query, which may hold a long token. */
function pathOf(url: URL, base: URL): string {
	const path = url.pathname.startsWith(base.pathname)
		? url.pathname.slice(base.pathname.length)
		: url.pathname;
	return decodeURI(path);
}

function withToken(given: Headers, token: string): Headers {
	const headers = new Headers(given);
	headers.set("authorization", `Bearer ${token}`);
	return headers;
}

function read<T>(text: string, shape: z.ZodType<T>, name: string): T {
	let body: unknown;
	try {
		body = text === "" ? undefined : JSON.parse(text);
	} catch (error) {
		throw new DirectoryError(
			"unavailable",
			`${name}: the answer is not JSON. Is this the URL of Microsoft Graph?`,
			error,
		);
	}
	return shaped(body, shape, name);
}

/** The body in that shape. Throws `unavailable` with the first thing that does not fit. */
export function shaped<T>(body: unknown, shape: z.ZodType<T>, name: string): T {
	const result = shape.safeParse(body);
	if (result.success) return result.data;
	const [issue] = result.error.issues;
	const place = issue?.path.map(String).join(".") || "the answer";
	throw new DirectoryError(
		"unavailable",
		`${name}: ${place} is not what Microsoft Graph documents (${issue?.message ?? "unknown"}).`,
	);
}
