/** What went wrong between us and a SCIM server, for a program to branch on. */
export type ScimErrorCode =
	| "unauthorized" // 401: the key is refused
	| "forbidden" // 403: the key may not do this
	| "not-found" // 404
	| "conflict" // 409, or scimType uniqueness
	| "invalid" // 400 and other 4xx: the server refuses the content
	| "patch-unsupported" // 405 or 501 to a PATCH
	| "precondition-failed" // 412: changed since it was read
	| "too-many-requests" // 429, after all retries
	| "unavailable" // 5xx, after all retries
	| "timeout" // no answer in time, after all retries
	| "network" // connection refused, reset, cut off
	| "host-unknown" // the name does not resolve
	| "tls" // certificate refused
	| "moved" // a redirect to another deployment
	| "filter-ignored" // the answer to a filter holds accounts that it does not select
	| "not-scim"; // an answer that is not SCIM (HTML, wrong JSON)

/** Facts around a failed request; none of them ever holds a credential. */
export type ScimErrorDetails = {
	/** HTTP status, when there was an answer. */
	readonly status?: number;
	/** `uniqueness`, `invalidValue`… (RFC 7644 §3.12), when the server said. */
	readonly scimType?: string;
	/** Sumo Logic's own code, such as `rate.limit.exceeded`, when the server gave one. */
	readonly serverCode?: string;
	/** The id that the server gave to the request, which its support asks for. */
	readonly requestId?: string;
	/** The server's own words, control characters removed, with its code and request id where its form has them. */
	readonly detail?: string;
	/** Method and path, for the log: `POST /Users`. */
	readonly request?: string;
	/** For `moved`: where the server points to. */
	readonly location?: string;
	/** How often the request was sent. */
	readonly attempts?: number;
	readonly pause?: ServerPause | undefined;
	/** True when no connection came about, so that no request of this kind can reach the server for now. */
	readonly neverSent?: boolean;
	readonly cause?: unknown;
};

/**
 * The server refuses all requests for longer than a client waits. `ms`: for how long; null when the server does not say.
 */
export type ServerPause = { readonly ms: number | null };

/** A request to a SCIM server that failed permanently, after all safe retries. */
export class ScimError extends Error {
	override readonly name = "ScimError";
	readonly code: ScimErrorCode;
	readonly status: number | undefined;
	readonly scimType: string | undefined;
	readonly serverCode: string | undefined;
	readonly requestId: string | undefined;
	readonly detail: string | undefined;
	readonly request: string | undefined;
	readonly location: string | undefined;
	readonly attempts: number;
	/** Set when every request would be refused for longer than is worth waiting: nothing is wrong with this one. */
	readonly pause: ServerPause | undefined;
	/** Set when no connection to the server came about, in the last attempt either. */
	readonly neverSent: boolean;

	constructor(code: ScimErrorCode, message: string, details: ScimErrorDetails = {}) {
		super(message, details.cause === undefined ? undefined : { cause: details.cause });
		this.code = code;
		this.status = details.status;
		this.scimType = details.scimType;
		this.serverCode = details.serverCode;
		this.requestId = details.requestId;
		this.detail = details.detail;
		this.request = details.request;
		this.location = details.location;
		this.attempts = details.attempts ?? 1;
		this.pause = details.pause;
		this.neverSent = details.neverSent ?? false;
	}

	/** The same failure in other words, without its cause. */
	reworded(message: string, detail: string | undefined): ScimError {
		const { code, status, scimType, serverCode, requestId, request, location, attempts, neverSent } = this;
		return new ScimError(code, message, {
			...(status === undefined ? {} : { status }),
			...(scimType === undefined ? {} : { scimType }),
			...(serverCode === undefined ? {} : { serverCode }),
			...(requestId === undefined ? {} : { requestId }),
			...(detail === undefined ? {} : { detail }),
			...(request === undefined ? {} : { request }),
			...(location === undefined ? {} : { location }),
			attempts,
			neverSent,
		});
	}
}
