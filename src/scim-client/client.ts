import type { AnswerBody } from "../http/answer-body.ts";
import { type Connector, defaultConnector } from "../http/connector.ts";
import { createHttpClient } from "../http/http-client.ts";
import { HttpFailure } from "../http/http-failure.ts";
import type { Limiter } from "../http/limiter.ts";
import type { Pace } from "../http/monotonic-clock.ts";
import { createPatience, maxPauses, type Patience } from "../http/patience.ts";
import { type BackOff, defaultBackOff } from "../http/retry-timing.ts";
import type { SessionCookies } from "../http/session-cookies.ts";
import { ScimError } from "../scim/errors.ts";
import { connectionFailure } from "./connection-failure.ts";
import { PatientRequest } from "./patient-request.ts";
import { failure } from "./problem.ts";
import { refusalOf } from "./refusal.ts";
import type { ScimRequest } from "./scim-request.ts";

const scimMediaType = "application/scim+json";

/** The maximum size of an answer in bytes: 1,000 users of 32 kB each. */
const maxBytes = 32 * 1024 * 1024;

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
	/** How often a creation is sent again while the server is out of service. */
	readonly pauses: number;
}

export function createScimClient(options: ClientOptions): ScimClient {
	const { baseUrl, clock, timeoutMs = 30_000, retries = 5, backOff = defaultBackOff } = options;
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
			// GET, PUT, DELETE and our PATCHes are idempotent. What the server refuses for now is repeated by `PatientRequest`.
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
		const { method, path, signal } = asked;
		const request = `${method} ${path}`;
		const patient = new PatientRequest(asked, { ...options, patience, backOff });
		try {
			const { status, body } = await http.send({
				method,
				url: `${baseUrl}${path}${queryString(asked.query)}`,
				headers: headersOf(asked),
				body: asked.body === undefined ? undefined : JSON.stringify(asked.body),
				signal,
				retries: asked.retries,
				attempt: patient.attempt,
			});
			return { status, body, request, attempts: patient.attempts };
		} catch (error) {
			if (!(error instanceof HttpFailure)) throw error;
			const { attempts } = patient;
			const { status, location, body } = error;
			if (status === undefined || (error.kind !== "status" && error.kind !== "redirect"))
				throw connectionFailure(error, { request, attempts });
			const place = location === undefined ? undefined : options.nameOf?.(location);
			const pause = patient.pauseAfter(error);
			throw failure({ status, body, method, request, location, place, attempts, pause });
		}
	}

	return {
		send,
		now: clock.now,
		requests: http.requests,
		pause: (retry, signal) => http.pause(retry, undefined, signal),
		retries,
		// More than the pauses in a row: the first refusal may precede a success of another request.
		pauses: options.retries ?? maxPauses + 2,
	};
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
