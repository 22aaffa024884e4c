import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../ports/clock.ts";

/** The part of `Clock` that pacing and back-off need. */
export type Pace = Pick<Clock, "now" | "sleep" | "random">;

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
