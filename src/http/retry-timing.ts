/** How long to wait before a request is sent again. */
export type BackOff = {
	/** Upper end of the first wait, ms; doubles each time. */
	readonly firstMs: number;
	/** Upper end of any wait, ms. */
	readonly maxMs: number;
	/** A longer Retry-After is not waited for: the request fails instead. */
	readonly maxRetryAfterMs: number;
};

export const defaultBackOff: BackOff = { firstMs: 500, maxMs: 30_000, maxRetryAfterMs: 120_000 };

/**
 * The wait before retry `retry` (1 for the first), in ms: what the server asked for, otherwise a random part of an
 * exponentially growing span ("full jitter"), so that clients that failed together do not return together.
 */
export function backOffMs(
	retry: number,
	retryAfterMs: number | undefined,
	{ firstMs, maxMs }: BackOff,
	random: () => number,
): number {
	return retryAfterMs ?? random() * Math.min(maxMs, firstMs * 2 ** Math.min(retry - 1, 30));
}

/** A longer Retry-After means no more than this, ms: a year. Numbers of many digits would be infinite. */
const longestRetryAfterMs = 365 * 24 * 3_600_000;

/**
 * Reads Retry-After (RFC 9110 §10.2.3): seconds, also with a fraction, or a date, which is compared with the server's
 * own Date, so that our clock may be wrong. Undefined when there is none or it cannot be read: `Date.parse` also reads `-5` and
 * `2, 5`, which are not dates of HTTP.
 */
export function readRetryAfter(
	headers: Pick<Headers, "get">,
	nowMs: number = Date.now(),
): number | undefined {
	const value = headers.get("retry-after")?.trim();
	if (value === undefined || value === "") return undefined;
	if (/^\d+(\.\d+)?$/.test(value)) return Math.min(longestRetryAfterMs, Number(value) * 1000);
	const until = /[a-z]{3}|^\d{4}-\d\d-\d\dT/i.test(value) ? Date.parse(value) : Number.NaN;
	if (Number.isNaN(until)) return undefined;
	const serverNow = Date.parse(headers.get("date") ?? "");
	const wait = until - (Number.isNaN(serverNow) ? nowMs : serverNow);
	return Math.min(longestRetryAfterMs, Math.max(0, wait));
}
