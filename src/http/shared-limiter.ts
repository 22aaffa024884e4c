import { createHash } from "node:crypto";
import { createLimiter, type Limiter, type LimiterSettings } from "./limiter.ts";
import type { Pace } from "./monotonic-clock.ts";

const limiters = new WeakMap<Pace, Map<string, Limiter>>();

/**
 * The one limiter of a credential in this process: the server counts all its requests together, whichever screen or
 * cycle sends them. Later settings replace earlier ones. The credential is kept as a hash only.
 */
export function sharedLimiter(
	baseUrl: string,
	credential: string,
	settings: LimiterSettings,
	clock: Pace,
): Limiter {
	const key = createHash("sha256")
		.update(`${new URL(baseUrl).origin}\n${credential}`)
		.digest("hex");
	const ofClock = limiters.get(clock) ?? new Map<string, Limiter>();
	limiters.set(clock, ofClock);
	const known = ofClock.get(key);
	if (known !== undefined) {
		known.configure(settings);
		return known;
	}
	const limiter = createLimiter(settings, clock);
	ofClock.set(key, limiter);
	return limiter;
}
