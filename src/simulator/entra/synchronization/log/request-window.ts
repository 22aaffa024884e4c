import { GraphRefusal } from "../../odata/refusal.ts";

const windowMs = 10_000;

/** A limit of requests in 10 seconds. */
export class RequestWindow {
	readonly #clock: () => number;
	#admitted: number[] = [];

	/** @param clock milliseconds since 1970 */
	constructor(clock: () => number) {
		this.#clock = clock;
	}

	/** Counts a request. Throws a GraphRefusal 429 with Retry-After in seconds, which may be a fraction. */
	admit(most: number | null): void {
		const now = this.#clock();
		this.#admitted = this.#admitted.filter((at) => now - at < windowMs);
		const [oldest] = this.#admitted;
		if (most !== null && oldest !== undefined && this.#admitted.length >= most) {
			const seconds = (oldest + windowMs - now) / 1_000;
			throw new GraphRefusal(429, "TooManyRequests", "Please retry again later.", {
				"retry-after": String(seconds),
			});
		}
		this.#admitted.push(now);
	}
}
