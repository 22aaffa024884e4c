import type { Json } from "./json.ts";

/** An HTTP request for a handler: without a socket, so that a Graph batch can build one. */
export interface Request {
	/** In upper case. */
	readonly method: string;
	/** Percent-encoded, starts with `/`, without the query. */
	readonly path: string;
	readonly query: URLSearchParams;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string | undefined>>;
	/** The body as text, empty when there is none. */
	readonly body: string;
	/** Scheme, host and port that the client used, for links in responses: `http://127.0.0.1:4711`. */
	readonly origin: string;
}

/** The response of a handler. A body that is not a string is sent as JSON. */
export interface Answer {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: Json;
	/** Text that is sent unchanged instead of `body`. */
	readonly text?: string;
}

/** A response with a JSON body. */
export function json(status: number, body: Json, headers?: Readonly<Record<string, string>>): Answer {
	return headers ? { status, body, headers } : { status, body };
}

/** 204, no body. */
export const noContent: Answer = { status: 204 };
