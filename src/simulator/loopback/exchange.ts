import type { Json } from "./json.ts";

/** What a handler sees of an HTTP request: no socket, so that a Graph batch can make one up. */
export interface Request {
	/** In upper case. */
	readonly method: string;
	/** Percent-encoded, begins with `/`, without the query. */
	readonly path: string;
	readonly query: URLSearchParams;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string | undefined>>;
	/** The body as text, empty when there is none. */
	readonly body: string;
	/** Scheme, host and port that the caller used, for links in answers: `http://127.0.0.1:4711`. */
	readonly origin: string;
}

/** What a handler answers. A body that is not a string is sent as JSON. */
export interface Answer {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: Json;
	/** Text that is sent as it is, in place of `body`. */
	readonly text?: string;
}

/** An answer with a JSON body. */
export function json(status: number, body: Json, headers?: Readonly<Record<string, string>>): Answer {
	return headers ? { status, body, headers } : { status, body };
}

/** 204, no body. */
export const noContent: Answer = { status: 204 };
