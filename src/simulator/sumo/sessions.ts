import { randomUUID } from "node:crypto";
import type { Behavior } from "./behavior.ts";

/** The rule of a behavior with sessions. */
export type SessionRule = NonNullable<Behavior["sessions"]>;

const minute = 60_000;
const cookieName = "JSESSIONID";

/**
 * Logins and sessions, as Sumo Logic describes them: logins are throttled by the minute, and a client that sends the
 * session cookie of an earlier answer does not log in again.
 */
export class Sessions {
	readonly #rule: SessionRule;
	readonly #clock: () => number;
	/** Requests left, by session. */
	readonly #open = new Map<string, number>();
	#logins: number[] = [];

	/** `clock` gives milliseconds, from any start, and must not run backwards. */
	constructor(rule: SessionRule, clock: () => number) {
		this.#rule = rule;
		this.#clock = clock;
	}

	/**
	 * Admits a request with a valid key: `cookie` is its Cookie header. Returns the Set-Cookie header of the answer, empty
	 * when the session continues, or undefined when the login is refused.
	 */
	admit(cookie: string): string | undefined {
		const given = new RegExp(`(?:^|; )${cookieName}=([^;]*)`).exec(cookie)?.[1] ?? "";
		const left = this.#open.get(given);
		if (left !== undefined) {
			if (left <= 1) this.#open.delete(given);
			else this.#open.set(given, left - 1);
			return "";
		}
		const now = this.#clock();
		this.#logins = this.#logins.filter((at) => now - at < minute);
		if (this.#logins.length >= this.#rule.loginsPerMinute) return undefined;
		this.#logins.push(now);
		const session = randomUUID();
		const { requests } = this.#rule;
		if (requests !== 1) this.#open.set(session, requests === null ? Number.POSITIVE_INFINITY : requests - 1);
		return `${cookieName}=${session}; Path=/api; HttpOnly`;
	}
}
