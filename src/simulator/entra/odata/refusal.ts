import { randomUUID } from "node:crypto";
import { type Answer, json } from "../../loopback/exchange.ts";

/** A request that Graph rejects, with Graph's error code such as `Request_ResourceNotFound`. */
export class GraphRefusal extends Error {
	readonly status: number;
	readonly code: string;
	readonly headers: Readonly<Record<string, string>>;

	constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
		super(message);
		this.name = "GraphRefusal";
		this.status = status;
		this.code = code;
		this.headers = headers;
	}

	/** The error body of Graph (learn.microsoft.com/graph/errors). */
	answer(now: number): Answer {
		const request = randomUUID();
		const innerError = {
			date: new Date(now).toISOString().slice(0, 19),
			"request-id": request,
			"client-request-id": request,
		};
		const body = { error: { code: this.code, message: this.message, innerError } };
		return json(this.status, body, { "request-id": request, ...this.headers });
	}
}

/** 404 with Graph's message. */
export function notFound(id: string): GraphRefusal {
	return new GraphRefusal(
		404,
		"Request_ResourceNotFound",
		`Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
	);
}

/** 400 for a body or query that Graph does not understand. */
export function badRequest(message: string): GraphRefusal {
	return new GraphRefusal(400, "Request_BadRequest", message);
}

/** 400 for a query that is well formed but not supported. */
export function unsupportedQuery(message: string): GraphRefusal {
	return new GraphRefusal(400, "Request_UnsupportedQuery", message);
}
