import type { AnswerBody } from "../http/answer-body.ts";
import { type Connector, defaultConnector } from "../http/connector.ts";
import { createHttpClient, isFitForHeader, type Send } from "../http/http-client.ts";
import { HttpFailure } from "../http/http-failure.ts";
import type { Limiter, Outcome, Slot } from "../http/limiter.ts";
import type { Pace } from "../http/monotonic-clock.ts";
import { createPatience, maxPauses, type Patience } from "../http/patience.ts";
import { type BackOff, defaultBackOff } from "../http/retry-timing.ts";
import type { SessionCookies } from "../http/session-cookies.ts";
import type { Permit, Priority } from "../ports/target.ts";
import { ScimError } from "../scim/errors.ts";
import type { JsonObject } from "../scim/resource.ts";
import { connectionFailure } from "./connection-failure.ts";
import { failure } from "./problem.ts";
import { refusalOf } from "./refusal.ts";

const minute = 60_000;

const scimMediaType = "application/scim+json";

/** The maximum size of an answer in bytes: 1,000 users of 32 kB each. */
const maxBytes = 32 * 1024 * 1024;

/** How often a credential is tried again that the server has not accepted yet in a run: after 1, 2 and 4 s. */
export const maxFirstRefusals = 3;

export type ClientOptions = {
	/** Without the last slash: `https://api.us2.sumologic.com/api/v1/scim`. */
	readonly baseUrl: string;
	/** The value of the Authorization header, read for each request; never part of an error or a log. */
	readonly authorization: () => string;
	readonly limiter: Limiter;
	readonly clock: Pace;
	/** Proxy and certificates; default: proxies from the process's environment. */
	readonly connector?: Connector | undefined;
	/** Absent: the server's cookies are ignored. */
	readonly cookies?: SessionCookies | undefined;
	/** Shared by the clients of one credential; default: the client's own. */
	readonly patience?: Patience | undefined;
	/** For one attempt, from its start to the last byte of the answer. Default 30 s. */
	readonly timeoutMs?: number;
	/**
	 * Maximum number of retries where they are safe. Default 5, and as many as there are pauses (see patience.ts) for a request
	 * that the server refuses for now.
	 */
	readonly retries?: number;
	/** Also replaces the lengths of the pauses. */
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
	/** The media type of the body. Default `application/scim+json`, or `application/json` once the server has refused that with 415. */
	readonly contentType?: string;
	/** The version that the server must still have (RFC 7644 §3.14). */
	readonly ifMatch?: string;
	readonly priority: Priority;
	/** Called before each attempt, when its turn has come. */
	readonly permit?: Permit | undefined;
	readonly signal?: AbortSignal | undefined;
	/** Overrides the client's: 0 for a test that should fail immediately. */
	readonly retries?: number;
	/**
	 * When the run began that the request is part of, by the client's clock. A refused credential is tried again while the
	 * server has accepted it since; at the start of a run, only a few times. Default: a minute ago, and then it is not tried
	 * again at the start.
	 */
	readonly since?: number;
};

/** How a request is sent, whatever it asks for. */
export type Sending = Pick<ScimRequest, "priority" | "permit" | "signal">;

/** An answer with a status of 2xx. */
export type Answer = {
	readonly status: number;
	readonly body: AnswerBody;
	/** Method and path, for messages. */
	readonly request: string;
	readonly attempts: number;
};

/** HTTP to one server with one credential: rate-limited, retried, and with every failure a `ScimError`. */
export interface ScimClient {
	/**
	 * Sends until there is an answer of 2xx. Sent again after 429, after 401 for a credential that was accepted before, and
	 * after a lost answer or a failure of the server unless it is a POST, whose effect is unknown then. While the server
	 * refuses requests, all requests of the credential pause. Throws `ScimError`, or the signal's reason when aborted.
	 */
	send(request: ScimRequest): Promise<Answer>;
	/** The client's clock, in ms. */
	readonly now: () => number;
	/** Number of requests sent, including retries. */
	readonly requests: () => number;
	/** Waits before attempt `retry` + 1 of something larger than a request; ends at once when aborted. */
	pause(retry: number, signal?: AbortSignal): Promise<void>;
	readonly retries: number;
}

export function createScimClient(options: ClientOptions): ScimClient {
	const { baseUrl, limiter, clock, timeoutMs = 30_000, retries = 5, backOff = defaultBackOff } = options;
	const patience = options.patience ?? createPatience(clock, options.backOff);
	const http = createHttpClient({
		connector: options.connector ?? defaultConnector,
		clock,
		timeoutMs,
		maxBytes,
		cookies: options.cookies,
		retry: {
			limit: retries,
			backOff,
			// GET, PUT, DELETE and our PATCHes are idempotent. What the server refuses for now is repeated in `send`.
			isRepeatable: (error, method) =>
				error instanceof HttpFailure &&
				error.isPassing &&
				refusalOf(error) === undefined &&
				(method !== "POST" || error.neverSent),
		},
	});

	/** What bodies are sent as by default. */
	let mediaType = scimMediaType;

	/** A server that refuses SCIM's media type (415) gets JSON's, which is the same (RFC 7644 §8.1), from then on. */
	async function send(asked: ScimRequest): Promise<Answer> {
		const contentType = asked.contentType ?? mediaType;
		try {
			return await sendAs({ ...asked, contentType });
		} catch (error) {
			const isRefused = error instanceof ScimError && error.status === 415 && asked.body !== undefined;
			if (!isRefused || asked.contentType !== undefined || contentType === "application/json") throw error;
			const answer = await sendAs({ ...asked, contentType: "application/json" });
			mediaType = "application/json";
			return answer;
		}
	}

	async function sendAs(asked: ScimRequest): Promise<Answer> {
		const { method, path, priority, signal, since = clock.now() - minute } = asked;
		const request = `${method} ${path}`;
		const turn = patience.enter();
		let attempts = 0;
		let refusalsLeft = asked.retries ?? options.retries ?? maxPauses;
		let refusesAll = false;

		/** One attempt, or several while the server refuses it for now. */
		async function attempt(sendOnce: Send) {
			for (;;) {
				await turn.wait(signal);
				const slot = await limiter.acquire(priority, signal);
				if (turn.mustWait()) {
					slot.done({ kind: "lost" });
					continue;
				}
				try {
					return await attemptIn(slot, sendOnce);
				} catch (error) {
					if (!(error instanceof HttpFailure) || !isRefusedForNow(error)) throw error;
				}
			}
		}

		/** Sends, and reports to the limiter how it went. */
		async function attemptIn(slot: Slot, sendOnce: Send) {
			let outcome: Outcome = { kind: "lost" };
			try {
				assertNotBlocked();
				await asked.permit?.();
				const authorization = options.authorization();
				assertFit(authorization, request);
				attempts++;
				turn.sent();
				const answer = await sendOnce({ authorization });
				outcome = { kind: "answered" };
				turn.answered(true);
				return answer;
			} catch (error) {
				if (error instanceof HttpFailure) outcome = outcomeOf(error);
				throw error;
			} finally {
				slot.done(outcome);
			}
		}

		/** Whether to send the request again after a pause, which begins for all requests even if not for this one. */
		function isRefusedForNow(error: HttpFailure): boolean {
			if (isLongPause(error)) {
				patience.block(error.retryAfterMs ?? 0);
				return false;
			}
			const refusal = refusalOf(error);
			if (refusal === undefined) {
				if (error.kind === "status" && !error.isPassing) turn.answered(false);
				return false;
			}
			if (refusal === "credential" && !patience.acceptedSince(since) && isRefusedFromStart()) return false;
			if (!turn.refused(error.retryAfterMs)) {
				refusesAll = refusal !== "credential";
				return false;
			}
			return refusalsLeft-- > 0 && (refusal !== "unavailable" || method !== "POST");
		}

		/** A server that throttles logins refuses also a valid key, so that one refusal proves nothing. */
		function isRefusedFromStart(): boolean {
			return asked.since === undefined || patience.refusedSince(since) > maxFirstRefusals;
		}

		/** A refusal of what the request holds is not about when it is sent, whatever Retry-After says. */
		function isLongPause({ kind, status = 0, isPassing, retryAfterMs = 0 }: HttpFailure): boolean {
			const mayPass = isPassing || status === 401 || status === 403;
			return kind === "status" && mayPass && retryAfterMs > backOff.maxRetryAfterMs;
		}

		/** An operator who asks is answered by the server. */
		function assertNotBlocked(): void {
			const ms = patience.blockedMs();
			if (ms === 0 || priority === "interactive") return;
			throw new ScimError(
				"too-many-requests",
				`${request}: nothing was sent, since the server asked for a longer pause.`,
				{ request, attempts, pause: { ms } },
			);
		}

		/** The rate is lowered for 429; a longer pause is not spent waiting for a turn. */
		function outcomeOf(error: HttpFailure): Outcome {
			const { kind, retryAfterMs } = error;
			if (kind !== "status" && kind !== "redirect") return { kind: "lost" };
			if (refusalOf(error) !== "throttled") return { kind: "answered" };
			return { kind: "throttled", retryAfterMs: isLongPause(error) ? 0 : retryAfterMs };
		}

		try {
			const { status, body } = await http.send({
				method,
				url: `${baseUrl}${path}${queryString(asked.query)}`,
				headers: headersOf(asked),
				body: asked.body === undefined ? undefined : JSON.stringify(asked.body),
				signal,
				retries: asked.retries,
				attempt,
			});
			return { status, body, request, attempts };
		} catch (error) {
			if (!(error instanceof HttpFailure)) throw error;
			const { status, location, body } = error;
			if (status === undefined || (error.kind !== "status" && error.kind !== "redirect"))
				throw connectionFailure(error, { request, attempts });
			const place = location === undefined ? undefined : options.nameOf?.(location);
			const pause = isLongPause(error)
				? { ms: error.retryAfterMs ?? null }
				: refusesAll
					? { ms: null }
					: undefined;
			throw failure({ status, body, method, request, location, place, attempts, pause });
		}
	}

	return {
		send,
		now: clock.now,
		requests: http.requests,
		pause: (retry, signal) => http.pause(retry, undefined, signal),
		retries,
	};
}

function assertFit(authorization: string, request: string): void {
	if (!isFitForHeader(authorization))
		throw new ScimError(
			"unauthorized",
			`${request}: nothing was sent, since the credentials contain characters that no header may hold. Enter them again.`,
			{ request },
		);
}

function headersOf({ body, contentType = scimMediaType, ifMatch }: ScimRequest): Record<string, string> {
	return {
		accept: "application/scim+json, application/json",
		"user-agent": "sumo-provision",
		...(body === undefined ? {} : { "content-type": contentType }),
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
