import { z } from "zod";

/**
 * Sumo's limits for one user: 4 requests in any second, 10 under way at once.
 * `retryAfter` seconds are told in a 429 when set; Sumo does not promise to.
 * `countRefused` makes refused requests use up the allowance too, as some gateways do.
 */
export const limitSchema = z.strictObject({
	perSecond: z.number().positive().nullable().default(4),
	concurrent: z.int().positive().nullable().default(10),
	retryAfter: z.number().nonnegative().nullable().default(null),
	countRefused: z.boolean().default(false),
});

/** A limit as one asks for it; `"off"` for none at all. */
export type LimitRequest = z.input<typeof limitSchema> | "off";

/** A limit in force. Null means that there is none of that kind. */
export type Limit = z.output<typeof limitSchema>;

/** Reads a limit. Throws a ZodError on a malformed one. */
export function readLimit(request: LimitRequest): Limit {
	if (request === "off") return limitSchema.parse({ perSecond: null, concurrent: null });
	return limitSchema.parse(request);
}

/**
 * A sliding window: a request is admitted when fewer than `perSecond` were admitted in the second before it.
 * One that comes exactly 1,000 ms after the oldest of a full window is admitted.
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

	/** True when the request may pass; then `leave` must be called when it has been answered. */
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
