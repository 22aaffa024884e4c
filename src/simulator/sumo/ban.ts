import type { Behavior } from "./behavior.ts";

/** The rule of a behavior with a ban. */
export type BanRule = NonNullable<Behavior["ban"]>;

/** Refuses all requests for a while, once. */
export class Ban {
	readonly #rule: BanRule;
	readonly #clock: () => number;
	#passed = 0;
	#since: number | undefined;

	/** `clock` gives milliseconds, from any start, and must not run backwards. */
	constructor(rule: BanRule, clock: () => number) {
		this.#rule = rule;
		this.#clock = clock;
	}

	/** Counts a request. Seconds until requests are admitted again; 0 when this one is admitted. */
	secondsLeft(): number {
		if (this.#since === undefined) {
			if (this.#passed < this.#rule.afterRequests) {
				this.#passed++;
				return 0;
			}
			this.#since = this.#clock();
		}
		return Math.max(0, Math.ceil(this.#rule.seconds - (this.#clock() - this.#since) / 1000));
	}
}
