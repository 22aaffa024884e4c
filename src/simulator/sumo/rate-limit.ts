import { z } from "zod";

/**
 * Sumo Logic's limits for one user: 4 requests per second, 10 concurrent requests.
 * `retryAfter`, if set, is sent in seconds with a 429; Sumo Logic does not guarantee it.
 * `countRefused` counts rejected requests toward the limit, like some gateways.
 */
export const limitSchema = z.strictObject({
	perSecond: z.number().positive().nullable().default(4),
	concurrent: z.int().positive().nullable().default(10),
	retryAfter: z.number().nonnegative().nullable().default(null),
	countRefused: z.boolean().default(false),
});

/** A requested limit; `"off"` for none. */
export type LimitRequest = z.input<typeof limitSchema> | "off";

/** The current limit. Null means no limit of that kind. */
export type Limit = z.output<typeof limitSchema>;

/** Reads a limit. Throws a ZodError on a malformed one. */
export function readLimit(request: LimitRequest): Limit {
	if (request === "off") return limitSchema.parse({ perSecond: null, concurrent: null });
	return limitSchema.parse(request);
}

/**
 * A sliding window: a request is admitted if fewer than `perSecond` were admitted in the previous second.
 * A request exactly 1,000 ms after the oldest one of a full window is admitted.
 * A rate below 1 is a window of one request in 1 ÷ `perSecond` seconds.
 */
export class RateLimit {
	#limit: Limit;
	#admitted: number[] = [];
	#underWay = 0;
	readonly #clock: () => number;

	/** `clock` gives milliseconds, from any start, and must not run backwards. */
	constructor(limit: Limit, clock: () => number) {
		this.#limit = limit;
		this.#clock = clock;
	}

	get limit(): Limit {
		return this.#limit;
	}

	set limit(limit: Limit) {
		this.#limit = limit;
	}

	/** Whether the request is admitted; if so, call `leave` after the response. */
	enter(): boolean {
		const { perSecond, concurrent, countRefused } = this.#limit;
		const now = this.#clock();
		const places = perSecond === null ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(perSecond));
		const window = perSecond === null ? 0 : (places / perSecond) * 1000;
		const firstInside = this.#admitted.findIndex((at) => now - at < window);
		this.#admitted = firstInside < 0 ? [] : this.#admitted.slice(firstInside);
		const free = this.#admitted.length < places && (concurrent === null || this.#underWay < concurrent);
		if (perSecond !== null && (free || countRefused)) this.#admitted.push(now);
		if (free) this.#underWay++;
		return free;
	}

	leave(): void {
		this.#underWay--;
	}
}
