import ky, { type Options } from "ky";
import { neverSent, systemCode } from "../http/connection-failure.ts";
import type { Limiter, Outcome } from "../http/limiter.ts";
import type { Pace } from "../http/monotonic-clock.ts";
import { type BackOff, backOffMs, defaultBackOff, readRetryAfter } from "../http/retry-timing.ts";
import type { Permit, Priority } from "../ports/target.ts";
import { ScimError } from "../scim/errors.ts";
import type { JsonObject } from "../scim/resource.ts";
import { withoutSecret } from "../text/plain-text.ts";
import { exchange } from "./exchange.ts";
import { failure } from "./problem.ts";

export type ClientOptions = {
	/** Without the last slash: `https://api.us2.sumologic.com/api/v1/scim`. */
	readonly baseUrl: string;
	/** The value of the Authorization header, asked for with each request; never part of an error or a log. */
	readonly authorization: () => string;
	readonly limiter: Limiter;
	readonly clock: Pace;
	/** For one attempt, from its start to the last byte of the answer. Default 30 s. */
	readonly timeoutMs?: number;
	/** How often a request is sent again where that is safe. Default 5. */
	readonly retries?: number;
	readonly backOff?: BackOff;
	/** What a redirect's target is called, for the error `moved`: `deployment us2`. */
	readonly nameOf?: (location: string) => string | undefined;
};

export type ScimRequest = {
	readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
	/** Below the base: `/Users`. */
	readonly path: string;
	readonly query?: Readonly<Record<string, string | number | boolean>>;
	readonly body?: JsonObject;
	/** The version that the server must still have (RFC 7644 §3.14). */
	readonly ifMatch?: string;
	readonly priority: Priority;
	/** Asked before each attempt, when its turn has come. */
	readonly permit?: Permit | undefined;
	readonly signal?: AbortSignal | undefined;
	/** Overrides the client's: 0 for a test that should say at once what is wrong. */
	readonly retries?: number;
};

/** How a request is sent, whatever it asks for. */
export type Sending = Pick<ScimRequest, "priority" | "permit" | "signal">;

/** An answer with a status of 2xx. */
export type Answer = {
	readonly status: number;
	readonly body: string;
	/** Method and path, for messages. */
	readonly request: string;
	readonly attempts: number;
};

/** HTTP to one server with one credential: paced, retried, and with every failure a `ScimError`. */
export interface ScimClient {
	/**
	 * Sends until there is an answer of 2xx. Sent again after 429, and after a lost answer or a failure of the server
	 * unless it is a POST, whose effect is unknown then. Throws `ScimError`, or the signal's reason when aborted.
	 */
	send(request: ScimRequest): Promise<Answer>;
	/** Requests sent so far, retries included. */
	readonly requests: () => number;
	/** Waits before attempt `retry` + 1 of something larger than a request; ends at once when aborted. */
	pause(retry: number, signal?: AbortSignal): Promise<void>;
	readonly retries: number;
}

const methods: NonNullable<Exclude<Options["retry"], number | undefined>["methods"]> = [
	"get",
	"post",
	"put",
	"patch",
	"delete",
];

export function createScimClient(options: ClientOptions): ScimClient {
	const { baseUrl, limiter, clock, timeoutMs = 30_000, retries = 5, backOff = defaultBackOff } = options;
	let requests = 0;

	async function send(wanted: ScimRequest): Promise<Answer> {
		const { method, path, priority, signal } = wanted;
		const request = `${method} ${path}`;
		const url = `${baseUrl}${path}${queryString(wanted.query)}`;
		const init = {
			method,
			headers: headersOf(wanted),
			...(wanted.body === undefined ? {} : { body: JSON.stringify(wanted.body) }),
		};
		let attempts = 0;
		let retryAfterMs: number | undefined;
		let received = "";

		/** One attempt: waits for its turn, sends, tells the limiter. Throws a ScimError for anything but 2xx. */
		async function attempt(): Promise<Response> {
			const slot = await limiter.acquire(priority, signal);
			let outcome: Outcome = { kind: "lost" };
			try {
				retryAfterMs = undefined;
				await wanted.permit?.();
				const authorization = options.authorization();
				assertFitForHeader(authorization, request);
				requests++;
				attempts++;
				const message = { ...init, headers: { ...init.headers, authorization } };
				const answer = await exchange(url, message, timeoutMs, signal, { request, attempts });
				retryAfterMs = readRetryAfter(answer.headers);
				outcome = answer.status === 429 ? throttled(retryAfterMs) : { kind: "answered" };
				const body = withoutSecret(answer.body, authorization);
				if (answer.status >= 200 && answer.status < 300) {
					received = body; // not inside the Response, which would make a stream of it
					return new Response(null, { status: answer.status });
				}
				const location = readLocation(answer.headers.get("location"), url);
				throw failure({
					status: answer.status,
					body,
					method,
					request,
					location,
					place: location === undefined ? undefined : options.nameOf?.(location),
					attempts,
				});
			} finally {
				slot.done(outcome);
			}
		}

		/** A wait that this request does not take must not hold up the others either: they fail for themselves. */
		function throttled(ms: number | undefined): Outcome {
			return {
				kind: "throttled",
				retryAfterMs: ms === undefined ? ms : Math.min(ms, backOff.mostRetryAfterMs),
			};
		}

		const response = await ky(url, {
			method,
			timeout: false, // each attempt has its own, which does not count the wait for its turn
			fetch: attempt, // sends `init` itself: a Request that ky keeps for repeating would be copied each time
			retry: {
				limit: wanted.retries ?? retries,
				methods,
				delay: () => 0, // beforeRetry waits instead, by our clock
				shouldRetry: ({ error }) =>
					error instanceof ScimError &&
					isRepeatable(method, error) &&
					(retryAfterMs ?? 0) <= backOff.mostRetryAfterMs,
			},
			hooks: {
				beforeRetry: [
					({ retryCount }) => clock.sleep(backOffMs(retryCount, retryAfterMs, backOff, clock.random), signal),
				],
			},
		});
		return { status: response.status, body: received, request, attempts };
	}

	return {
		send,
		requests: () => requests,
		pause: (retry, signal) => clock.sleep(backOffMs(retry, undefined, backOff, clock.random), signal),
		retries,
	};
}

/** Whether a failed request may be sent again as it is. GET, PUT, DELETE and our PATCHes are idempotent. */
function isRepeatable(method: ScimRequest["method"], error: ScimError): boolean {
	switch (error.code) {
		case "too-many-requests":
			return true;
		case "unavailable":
			return method !== "POST" && [500, 502, 503, 504].includes(error.status ?? 0);
		case "network":
		case "timeout":
			return method !== "POST" || neverSent(error);
		case "host-unknown":
			// A name that does not exist will not exist a second later; a resolver that is busy may answer.
			return systemCode(error.cause) === "EAI_AGAIN";
		default:
			return false;
	}
}

/** The platform's own error for an unfit header value quotes the value, so it must not get out. */
function assertFitForHeader(authorization: string, request: string): void {
	if (!/^[\x20-\x7e]+$/.test(authorization))
		throw new ScimError(
			"unauthorized",
			`${request}: nothing was sent, since the credentials hold characters that no header may hold. Enter them again.`,
			{ request },
		);
}

function headersOf({ body, ifMatch }: ScimRequest): Record<string, string> {
	return {
		accept: "application/scim+json, application/json",
		"user-agent": "sumo-provision",
		...(body === undefined ? {} : { "content-type": "application/scim+json" }),
		...(ifMatch === undefined ? {} : { "if-match": ifMatch }),
	};
}

/** Spaces become %20: some servers take the + of HTML forms literally inside a filter. */
function queryString(query: ScimRequest["query"] = {}): string {
	const pairs = Object.entries(query).map(
		([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value).toWellFormed())}`,
	);
	return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

/** Where a redirect points, without what could hold a secret. */
function readLocation(value: string | null, base: string): string | undefined {
	if (value === null || !URL.canParse(value, base)) return undefined;
	const { origin, pathname } = new URL(value, base);
	return `${origin}${pathname}`;
}
