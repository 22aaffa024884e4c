/** What kept a request from a usable answer, for a program to branch on. */
export type HttpFailureKind =
	| "status" // an answer that is neither a success nor a redirect
	| "redirect" // 3xx: never followed, since credentials are for one host
	| "too-large" // an answer beyond the limit
	| "timeout" // no complete answer in time
	| "network" // refused, unreachable, or broken off
	| "host-unknown" // the name does not resolve
	| "tls" // the certificate is not trusted, or the request would travel in clear text
	| "proxy"; // the proxy refused or could not be reached

export type HttpFailureDetails = {
	/** HTTP status: the server's, or for `proxy` the proxy's. */
	readonly status?: number | undefined;
	/** The body of the answer, without credentials. */
	readonly body?: string | undefined;
	/** For `redirect`: where it points, without query and fragment. */
	readonly location?: string | undefined;
	/** The header WWW-Authenticate of a refusal. */
	readonly challenge?: string | undefined;
	/** What the server asked for in Retry-After, in ms. */
	readonly retryAfterMs?: number | undefined;
	/** Node's code for the cause: `ECONNREFUSED`, `CERT_HAS_EXPIRED`. */
	readonly systemCode?: string | undefined;
	/** True when the request cannot have reached the server, so that it is safe to send it again whatever it was. */
	readonly neverSent?: boolean;
	/** True when the same request may succeed a little later. */
	readonly isPassing?: boolean;
	readonly cause?: unknown;
};

/**
 * A request without a usable answer. The message is a clause without a period and without credentials, URL or header
 * values (`api.us2.sumologic.com did not answer within 30 s`): each client adds which request it was and what to do.
 */
export class HttpFailure extends Error {
	override readonly name = "HttpFailure";
	readonly kind: HttpFailureKind;
	readonly status: number | undefined;
	readonly body: string;
	readonly location: string | undefined;
	readonly challenge: string | undefined;
	readonly retryAfterMs: number | undefined;
	readonly systemCode: string | undefined;
	readonly neverSent: boolean;
	readonly isPassing: boolean;

	constructor(kind: HttpFailureKind, message: string, details: HttpFailureDetails = {}) {
		super(message, details.cause === undefined ? undefined : { cause: details.cause });
		this.kind = kind;
		this.status = details.status;
		this.body = details.body ?? "";
		this.location = details.location;
		this.challenge = details.challenge;
		this.retryAfterMs = details.retryAfterMs;
		this.systemCode = details.systemCode;
		this.neverSent = details.neverSent ?? false;
		this.isPassing = details.isPassing ?? false;
	}
}

/** Statuses after which the same request may succeed: time-out, throttling, failures of the server (501 is permanent). */
export function isPassingStatus(status: number): boolean {
	return status === 408 || status === 429 || (status >= 500 && status !== 501);
}
