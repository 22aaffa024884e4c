import { createHash } from "node:crypto";
import { createLimiter, type Limiter, type LimiterSettings } from "./limiter.ts";
import type { Pace } from "./monotonic-clock.ts";
import { createPatience, type Patience } from "./patience.ts";
import type { BackOff } from "./retry-timing.ts";
import { createSessionCookies, type SessionCookies } from "./session-cookies.ts";

/** What all requests with one credential share in this process: a server counts them and their logins together. */
export type Session = {
	readonly limiter: Limiter;
	readonly cookies: SessionCookies;
	readonly patience: Patience;
};

const sessions = new WeakMap<Pace, Map<string, Session>>();

/**
 * The one session of a credential in this process, whichever screen or cycle sends the requests. Later settings of the limiter
 * replace earlier ones. The credential is kept as a hash only.
 */
export function sharedSession(
	baseUrl: string,
	credential: string,
	settings: LimiterSettings,
	{ clock, backOff }: { readonly clock: Pace; readonly backOff?: BackOff | undefined },
): Session {
	const key = createHash("sha256")
		.update(`${new URL(baseUrl).origin}\n${credential}`)
		.digest("hex");
	const ofClock = sessions.get(clock) ?? new Map<string, Session>();
	sessions.set(clock, ofClock);
	const known = ofClock.get(key);
	if (known !== undefined) {
		known.limiter.configure(settings);
		return known;
	}
	const session = {
		limiter: createLimiter(settings, clock),
		cookies: createSessionCookies(),
		patience: createPatience(clock, backOff),
	};
	ofClock.set(key, session);
	return session;
}
