import type { Permit, Priority } from "../ports/target.ts";
import type { JsonObject } from "../scim/resource.ts";

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
