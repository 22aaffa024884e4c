import type { HttpFailure } from "../http/http-failure.ts";
import { isAboutCredential, isThrottled } from "./problem.ts";

/**
 * Why a server refuses an attempt for now, though it may take the same request later. `credential`: 401. `throttled`: too
 * many requests, and nothing was done. `unavailable`: out of service, and what was done is not known.
 */
export type Refusal = "credential" | "throttled" | "unavailable";

/** Undefined for an answer of another kind. */
export function refusalOf({ kind, status, body }: HttpFailure): Refusal | undefined {
	if (kind !== "status" || status === undefined) return undefined;
	if (isThrottled(status, body)) return "throttled";
	if (isAboutCredential(status, body)) return "credential";
	return isOutOfService(status) ? "unavailable" : undefined;
}

/** Whether a status says that the server, or what is behind it, cannot be reached for now. */
export function isOutOfService(status: number): boolean {
	return status >= 502 && status <= 504;
}
