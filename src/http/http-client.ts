import type { Options } from "ky";
import { passwordIn, withoutSecrets } from "../text/plain-text.ts";
import { withoutSecretParts } from "../text/secret-parts.ts";
import type { AnswerBody } from "./answer-body.ts";
import type { Connector } from "./connector.ts";
import { type AnswerHeaders, exchange } from "./exchange.ts";
import { HttpFailure, isPassingStatus } from "./http-failure.ts";
import { loadKy, prepareKy } from "./load-ky.ts";
import type { Pace } from "./monotonic-clock.ts";
import { type BackOff, backOffMs, defaultBackOff, readRetryAfter } from "./retry-timing.ts";
import type { SessionCookies } from "./session-cookies.ts";

export type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** When a request is sent again. */
export type RetryPolicy = {
	/** How often; 0: never. */
	readonly limit: number;
	/**
	 * Whether a request that failed with this may be sent again as it is. Called for what `attempt` throws, too.
	 * `HttpFailure.isPassing` says whether it may help, `neverSent` whether it is safe whatever the request does.
	 */
	readonly isRepeatable: (error: Error, method: HttpMethod) => boolean;
	readonly backOff?: BackOff | undefined;
};

export type HttpClientOptions = {
	readonly connector: Connector;
	readonly clock: Pick<Pace, "sleep" | "random">;
	/** For one attempt, from its start to the last byte of the answer. */
	readonly timeoutMs: number;
	/** For all attempts and the waits between them; absent: no such limit. */
	readonly totalTimeoutMs?: number | undefined;
	/** The maximum size of an answer in bytes. */
	readonly maxBytes: number;
	readonly retry: RetryPolicy;
	/** Absent: cookies are ignored. */
	readonly cookies?: SessionCookies | undefined;
};

/** Sends one attempt with these headers in addition to the request's own. */
export type Send = (headers: Readonly<Record<string, string>>) => Promise<HttpAnswer>;

export type HttpRequest = {
	readonly method: HttpMethod;
	readonly url: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string | undefined;
	/** What the body holds and no message may: a server may repeat it in its answer. The credential and cookies need no mention. */
	readonly secrets?: readonly string[] | undefined;
	readonly signal?: AbortSignal | undefined;
	/** Overrides the policy's limit. */
	readonly retries?: number | undefined;
	/** Wraps each attempt: waits for its turn, adds credentials. What it throws ends the request unless it is repeatable. */
	readonly attempt?: ((send: Send) => Promise<HttpAnswer>) | undefined;
};

/** An answer with a status of 2xx. The body doesn't hold the credentials it was asked with. */
export type HttpAnswer = {
	readonly status: number;
	readonly headers: AnswerHeaders;
	readonly body: AnswerBody;
};

export interface HttpClient {
	/** Sends until there is an answer of 2xx. Throws `HttpFailure`, what `attempt` throws, or the signal's reason. */
	send(request: HttpRequest): Promise<HttpAnswer>;
	/** Waits before retry `retry` (from 1) of something larger than a request. */
	pause(retry: number, retryAfterMs?: number, signal?: AbortSignal): Promise<void>;
	/** Number of requests sent, including retries. */
	readonly requests: () => number;
	readonly retries: number;
}

const methods: NonNullable<Exclude<Options["retry"], number | undefined>["methods"]> = [
	"get",
	"post",
	"put",
	"patch",
	"delete",
];

/**
 * An HTTP client with one policy. ky retries, calls the hooks, and enforces the total time limit; each attempt is one
 * exchange, passed to ky as its `fetch`. Without a total time limit, ky begins when the first attempt has failed: its
 * Request, and the copy for a retry, took 15 percent of the CPU time of an initial cycle of creates.
 *
 * Features of ky that are not used, and why: `timeout` would include the wait for the rate limiter and would end at the
 * headers, not at the last byte. Its retry delays use timers that tests cannot control, ignore fractions in Retry-After,
 * compare dates with this machine's clock, and cap a long Retry-After where this client fails instead. Bodies don't pass
 * through ky's Request and Response, which turn them into streams: 327–388 µs of CPU time per request, not 168–181 µs.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
	const { connector, clock, timeoutMs, totalTimeoutMs, maxBytes, retry, cookies } = options;
	const { backOff = defaultBackOff } = retry;
	let requests = 0;

	const pause: HttpClient["pause"] = (attempt, retryAfterMs, signal) =>
		clock.sleep(backOffMs(attempt, retryAfterMs, backOff, clock.random), signal);

	async function sendOnce(
		{ method, headers, body, secrets = [] }: HttpRequest,
		url: URL,
		credentials: Readonly<Record<string, string>>,
		signal: AbortSignal | undefined,
	): Promise<HttpAnswer> {
		requests++;
		const cookie = cookies?.header(url);
		const sent = { ...headers, ...credentials, ...(cookie === undefined ? {} : { cookie }) };
		const raw = await exchange(
			connector,
			{ method, url, headers: sent, body },
			{ timeoutMs, maxBytes },
			signal,
		);
		// A login that is refused says nothing about the session that another request has opened meanwhile.
		if (raw.status !== 401) cookies?.keep(url, raw.setCookies);
		else if (cookie !== undefined && cookies?.header(url) === cookie) cookies.clear();
		const { status } = raw;
		const sentSecrets = [...secretsOf(credentials.authorization, cookie), ...secrets];
		const passwords = sentSecrets.flatMap(passwordIn);
		const answer = { status, headers: raw.headers, body: raw.body.without(sentSecrets, passwords) };
		if (status >= 200 && status < 300) return answer;
		throw failureOf(answer, url, [...sentSecrets, ...passwords]);
	}

	return {
		async send(request) {
			const { method, signal, attempt = (send) => send({}) } = request;
			const url = new URL(request.url);
			const hasDeadline = totalTimeoutMs !== undefined;
			const sendBy = (until: AbortSignal | undefined) =>
				attempt((headers) => sendOnce(request, url, headers, until));
			let failure: { readonly error: unknown } | undefined;
			if (!hasDeadline) {
				try {
					const answer = await sendBy(signal);
					prepareKy();
					return answer;
				} catch (error) {
					failure = { error };
				}
			}
			const { default: ky, isTimeoutError } = await loadKy();
			let answer: HttpAnswer | undefined;
			await ky(url, {
				method,
				timeout: false,
				...(hasDeadline ? { totalTimeout: totalTimeoutMs } : {}),
				...(hasDeadline && signal !== undefined ? { signal } : {}),
				fetch: async (given) => {
					const first = failure;
					failure = undefined;
					if (first !== undefined) throw first.error;
					answer = await sendBy(hasDeadline && given instanceof Request ? given.signal : signal);
					return new Response(null, { status: answer.status });
				},
				retry: {
					limit: request.retries ?? retry.limit,
					methods,
					delay: () => 0, // beforeRetry waits instead, by our clock
					shouldRetry: ({ error }) =>
						retry.isRepeatable(error, method) && (retryAfterOf(error) ?? 0) <= backOff.maxRetryAfterMs,
				},
				hooks: {
					beforeRetry: [
						({ error, retryCount, request: { signal: given } }) =>
							pause(retryCount, retryAfterOf(error), hasDeadline ? given : signal),
					],
					beforeError: [
						({ error }) =>
							isTimeoutError(error)
								? new HttpFailure(
										"timeout",
										`${url.host} did not answer within ${(totalTimeoutMs ?? 0) / 1000} s`,
									)
								: error,
					],
				},
			});
			const last = answer;
			if (last === undefined) throw new Error("ky ended without an answer.");
			// ky's Request is kept until the next full garbage collection, and the body of an answer must not be kept with it.
			answer = undefined;
			return last;
		},
		pause,
		requests: () => requests,
		retries: retry.limit,
	};
}

/** Whether a header may hold this value. Node reports an invalid value only while it sends the request. */
export function isFitForHeader(value: string): boolean {
	return /^[\x20-\x7e]+$/.test(value);
}

function retryAfterOf(error: Error): number | undefined {
	return error instanceof HttpFailure ? error.retryAfterMs : undefined;
}

function failureOf({ status, headers, body }: HttpAnswer, url: URL, secrets: readonly string[]): HttpFailure {
	const isRedirect = status >= 300 && status < 400;
	const location = isRedirect ? readLocation(headers.get("location"), url) : undefined;
	const cleaned = (text: string | null | undefined) =>
		typeof text === "string" ? withoutSecretParts(withoutSecrets(text, secrets), secrets) : undefined;
	return new HttpFailure(
		isRedirect ? "redirect" : "status",
		isRedirect
			? `${url.host} redirects to ${cleaned(location) ?? "a place that it does not name"}, which was not followed`
			: `${url.host} answered with status ${status}`,
		{
			status,
			body: cleaned(body.text),
			location: cleaned(location),
			challenge: cleaned(headers.get("www-authenticate")),
			retryAfterMs: readRetryAfter(headers),
			isPassing: isPassingStatus(status),
		},
	);
}

/** Where a redirect points, without what could hold a secret. */
function readLocation(value: string | null, base: URL): string | undefined {
	const place = value === null ? null : URL.parse(value, base.href);
	return place === null ? undefined : `${place.origin}${place.pathname}`;
}

/** Servers echo what they were sent, also decoded: neither the credential nor the values of cookies may get into a message. */
function secretsOf(authorization = "", cookie = ""): readonly string[] {
	const token = authorization.slice(authorization.indexOf(" ") + 1).trim();
	return [token, ...cookie.split("; ").map((pair) => pair.slice(pair.indexOf("=") + 1))];
}
