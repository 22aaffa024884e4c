import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { AnswerBody } from "../../http/answer-body.ts";
import { type Connector, defaultConnector } from "../../http/connector.ts";
import { createHttpClient, isFitForHeader, type Send } from "../../http/http-client.ts";
import { HttpFailure } from "../../http/http-failure.ts";
import { isLoopback } from "../../http/loopback.ts";
import { monotonicClock } from "../../http/monotonic-clock.ts";
import { skewWarning } from "../../http/server-clocks.ts";
import type { Clock } from "../../ports/clock.ts";
import { DirectoryError } from "../../ports/source/directory.ts";
import { type AccessTokenSource, createTokenCache } from "./access-token.ts";
import { connectionFailure } from "./connection-failure.ts";
import { graphFailure, waitNote } from "./graph-error.ts";

/** The maximum size of an answer in bytes: a page of 999 users of 64 kB each. */
const maxBytes = 64 * 1024 * 1024;

export type GraphOptions = {
	/** Default `https://graph.microsoft.com/v1.0`. Without TLS only on loopback. */
	readonly graphUrl?: string | undefined;
	readonly credential: AccessTokenSource;
	readonly clock?: GraphClock | undefined;
	/** Proxy and certificates; default: proxies from the process's environment. */
	readonly connector?: Connector | undefined;
	/** For one attempt, to the last byte of the answer. Default 60 s. */
	readonly timeoutMs?: number | undefined;
	/** Maximum number of retries. Default 5. */
	readonly retries?: number | undefined;
};

/** The part of `Clock` that tokens and waiting need; `now` is the time of day. */
export type GraphClock = Pick<Clock, "now" | "sleep" | "random">;

export type GraphRequest = {
	readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
	/** Below the Graph URL (`/users?$top=5`), or a link from Graph, which must lead to the same host. */
	readonly url: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: unknown;
	/** What the body holds and no error may show. */
	readonly secrets?: readonly string[] | undefined;
	/** Whether it changes nothing; by default a GET does not. */
	readonly reads?: boolean;
	/** Whether a second one would do it twice, such as a POST that creates: then it is not repeated when its answer was lost. */
	readonly once?: boolean;
	readonly signal?: AbortSignal | undefined;
};

/** HTTP to Graph with one credential. Every failure is a `DirectoryError`, or the signal's reason when aborted. */
export interface GraphClient {
	/**
	 * Sends until there is an answer of 2xx, and returns its JSON in that shape.
	 * Retried after 429, 5xx, and lost connections, and with `once` only when it cannot have been carried out. Other requests may be
	 * repeated: Graph rejects a second assignment of the same role, and that rejection counts as success.
	 * Each call has its own `client-request-id`, which each of its errors shows unless the answer has one.
	 */
	send<T>(request: GraphRequest, shape: z.ZodType<T>): Promise<T>;
	/** The access token that requests are sent with now, for what it says about permissions. Rejects with `DirectoryError`. */
	accessToken(signal?: AbortSignal): Promise<string>;
	/** The link's path and query below the Graph URL, for a batch. Throws `invalid` when it leads elsewhere. */
	relative(link: string): string;
	/** Waits before retry `retry` of a part of a batch: as long as the server asked, or a growing, random time. */
	pause(retry: number, retryAfterMs: number | undefined, signal: AbortSignal | undefined): Promise<void>;
	/** Ends in-flight reads and their waits. Writes run to completion. */
	close(): void;
	readonly retries: number;
	/** Number of requests sent, including retries; a batch counts once. */
	readonly requests: () => number;
}

const systemClock: GraphClock = { ...monotonicClock, now: () => Date.now() };

export function createGraphClient(options: GraphOptions): GraphClient {
	const { clock = systemClock, timeoutMs = 60_000, retries = 5 } = options;
	const base = readBase(options.graphUrl ?? "https://graph.microsoft.com/v1.0");
	const tokens = createTokenCache(options.credential, `${base.origin}/.default`, clock.now);
	const closed = new AbortController();
	const { connector = defaultConnector } = options;
	const http = createHttpClient({
		connector,
		clock,
		timeoutMs,
		maxBytes,
		retry: {
			limit: retries,
			isRepeatable: (error) => {
				if (error instanceof HttpFailure) return error.isPassing;
				if (!(error instanceof DirectoryError && error.code === "network")) return false;
				return !(error.cause instanceof HttpFailure) || error.cause.isPassing; // the sign-in failed
			},
		},
	});

	const absolute = (url: string): URL => {
		const target = new URL(/^https?:/i.test(url) ? url : `${base.href}${url}`);
		if (target.origin === base.origin) return target;
		throw new DirectoryError(
			"invalid",
			`Microsoft Graph returned a link to ${target.host}, which was not followed: the access token is for ${base.host} only.`,
		);
	};

	async function send<T>(request: GraphRequest, shape: z.ZodType<T>): Promise<T> {
		const { method, headers, body, once = false } = request;
		const { reads = method === "GET" } = request;
		const signal = reads ? untilClosed(request.signal) : request.signal;
		const url = absolute(request.url);
		const name = `${method} ${pathOf(url, base)}`;
		const sentId = randomUUID();
		let tokenRenewed = false;

		/** One attempt, and a second one with a new token when the first is rejected. */
		async function attempt(sendOnce: Send): ReturnType<Send> {
			const token = await tokens.token(signal);
			if (!isFitForHeader(token))
				throw new DirectoryError(
					"unauthorized",
					"The access token contains characters that no header may hold. Enter it again.",
				);
			try {
				return await sendOnce({ authorization: `Bearer ${token}` });
			} catch (error) {
				if (tokenRenewed || !(error instanceof HttpFailure) || error.status !== 401) throw error;
				tokenRenewed = true;
				tokens.drop(token);
				return attempt(sendOnce);
			}
		}

		try {
			const answer = await http.send({
				method,
				url: url.href,
				headers: {
					accept: "application/json",
					"user-agent": "sumo-provision",
					"client-request-id": sentId,
					...(body === undefined ? {} : { "content-type": "application/json" }),
					...headers,
				},
				body: body === undefined ? undefined : JSON.stringify(body),
				secrets: request.secrets,
				signal,
				attempt: once ? (sendOnce) => attempt(sendOnce).catch(endIfCarriedOut) : attempt,
			});
			return read(answer.body, shape, name, sentId);
		} catch (thrown) {
			const error = thrown instanceof PossiblyCarriedOut ? thrown.failure : thrown;
			if (!(error instanceof HttpFailure)) throw error;
			const { kind, status, location, challenge } = error;
			if (status === undefined || (kind !== "status" && kind !== "redirect"))
				throw connectionFailure(error, name, sentId);
			const note = status === 401 ? skewWarning(connector, url.host) : waitNote(error.retryAfterMs);
			throw graphFailure(status, error.body, name, { location, challenge, sentId, note });
		}
	}

	const untilClosed = (signal: AbortSignal | undefined): AbortSignal =>
		signal === undefined ? closed.signal : AbortSignal.any([signal, closed.signal]);

	return {
		send,
		accessToken: (signal) => tokens.token(untilClosed(signal)),
		relative(link) {
			const { href } = absolute(link);
			if (href.startsWith(`${base.href}/`)) return href.slice(base.href.length);
			throw new DirectoryError("invalid", `Microsoft Graph returned a link outside ${base.href}.`);
		},
		pause: (retry, retryAfterMs, signal) => http.pause(retry, retryAfterMs, untilClosed(signal)),
		close: () =>
			closed.abort(new DirectoryError("unavailable", "Reading ended because the source was closed.")),
		retries,
		requests: http.requests,
	};
}

/** A request that must not be repeated failed in a way that does not show whether Graph carried it out. */
class PossiblyCarriedOut extends Error {
	readonly failure: HttpFailure;

	constructor(failure: HttpFailure) {
		super(failure.message);
		this.failure = failure;
	}
}

/** Throttled requests and those to a service that is not available were not carried out, so that they may be repeated. */
function endIfCarriedOut(error: unknown): never {
	if (!(error instanceof HttpFailure) || error.neverSent || error.status === 429 || error.status === 503)
		throw error;
	throw new PossiblyCarriedOut(error);
}

function readBase(graphUrl: string): URL {
	const base = URL.canParse(graphUrl) ? new URL(graphUrl.replace(/\/+$/, "")) : undefined;
	if (!base) throw new DirectoryError("invalid", `"${graphUrl}" is not a URL of Microsoft Graph.`);
	if (base.protocol !== "https:" && !(base.protocol === "http:" && isLoopback(base.hostname))) {
		throw new DirectoryError(
			"invalid",
			`The Graph URL ${base.href} must begin with https: http: would send the access token in clear text.`,
		);
	}
	return base;
}

/** For messages: without the query, which may hold a long token. */
function pathOf(url: URL, base: URL): string {
	const path = url.pathname.startsWith(base.pathname)
		? url.pathname.slice(base.pathname.length)
		: url.pathname;
	return decodeURI(path);
}

function read<T>(answer: AnswerBody, shape: z.ZodType<T>, name: string, sentId: string): T {
	let body: unknown;
	try {
		body = answer.isEmpty ? undefined : answer.json();
	} catch (error) {
		throw new DirectoryError(
			"unavailable",
			`${name}: the answer is not JSON. Is this the URL of Microsoft Graph? Request ID: ${sentId}.`,
			error,
		);
	}
	return shaped(body, shape, name, sentId);
}

/**
 * The body in that shape. Throws `unavailable` with the first thing that does not fit.
 *
 * @param sentId the client-request-id that was sent
 */
export function shaped<T>(body: unknown, shape: z.ZodType<T>, name: string, sentId: string): T {
	const result = shape.safeParse(body);
	if (result.success) return result.data;
	const [issue] = result.error.issues;
	const place = issue?.path.map(String).join(".") || "the answer";
	throw new DirectoryError(
		"unavailable",
		`${name}: ${place} is not what Microsoft Graph documents (${issue?.message ?? "unknown"}). Request ID: ${sentId}.`,
	);
}
