import { setTimeout as wait } from "node:timers/promises";

/** Time and chance for pacing and back-off, injected so that tests decide them. */
export type Pace = {
	/** Milliseconds since a fixed moment. */
	now(): number;
	/** Resolves after `ms`, or rejects with the signal's reason when aborted. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
	/** In [0, 1). */
	random(): number;
};

/**
 * The default pace: milliseconds that only ever grow, so that a corrected wall clock or summer time
 * neither stalls the limiter nor makes it burst.
 */
export const monotonicClock: Pace = {
	now: () => performance.now(),
	async sleep(ms, signal) {
		signal?.throwIfAborted();
		try {
			await wait(ms, undefined, signal === undefined ? {} : { signal });
		} catch (error) {
			// Node rejects with an AbortError of its own; callers are promised the signal's reason.
			signal?.throwIfAborted();
			throw error;
		}
	},
	random: () => Math.random(),
};
