import { createLateness } from "./lateness.ts";
import type { Pace } from "./monotonic-clock.ts";

/*
 * Why not p-queue: its strict mode counts starts, but a server counts arrivals; it cannot change its rate while it
 * runs, which adapting to 429 needs; and it reads Date.now(), which tests cannot move and a corrected clock can stop.
 */

/** What a server allows one credential. */
export type LimiterSettings = {
	/** Requests per second, counted by the server over any second; 0: no limit. */
	readonly requestsPerSecond: number;
	/** Concurrent requests, at least 1. */
	readonly concurrency: number;
};

/** How urgent a request is: what an operator waits for goes ahead of a running cycle. */
export type Priority = "interactive" | "cycle";

/** How a request ended, for the limiter. `throttled` is a 429. */
export type Outcome =
	| { readonly kind: "answered" }
	| { readonly kind: "lost" }
	| { readonly kind: "throttled"; readonly retryAfterMs: number | undefined };

/** Permission to send one request. `done` must be called exactly once, when the answer's last byte is in. */
export type Slot = { done(outcome: Outcome): void };

export type LimiterStats = {
	/** Requests started in the last second. */
	readonly perSecond: number;
	/** Requests that wait for their turn. */
	readonly queued: number;
	readonly inFlight: number;
	/** Requests per second currently allowed: below the setting after a 429; 0: no limit. */
	readonly rate: number;
};

export interface Limiter {
	/** Waits for permission to send. Interactive requests go first. Rejects with the signal's reason when aborted. */
	acquire(priority: Priority, signal?: AbortSignal): Promise<Slot>;
	stats(): LimiterStats;
	/** Applies new settings; in-flight requests are not affected. */
	configure(settings: LimiterSettings): void;
}

type Waiter = { readonly start: (slot: Slot) => void; readonly since: number };

/** One request that was started: `late` is by how much it may have arrived later than the fastest do. */
type Start = { readonly at: number; late: number };

/** Timers and clocks count in whole milliseconds, ours and the server's: 3 ms cost 0.3 % of 4 requests/s. */
const marginMs = 3;
/** After a burst, starts are spread a little closer than the rate, so that the window rule stays the one that binds. */
const spread = 0.9;
/** How late a timer can wake without slowing the rate: at 500 requests/s, a millisecond for each start would cost a third of it. */
const slackMs = 20;
/** What waiting for late arrivals may cost: half a second once, and 1.5 % of the rate in the long run. */
const graceMs = 500;
const costly = 1.015;
/** The lowest rate that repeated 429s lead to, as a part of the setting. */
const floor = 1 / 16;
/** How much of the setting each answer gives back after a 429: from half to full in 50 answers. */
const recovery = 0.01;

/**
 * Paces requests so that a server that counts over a sliding second never sees one too many, while at least 98 %
 * of what it allows is used. Start n + N waits until a second after start n, plus the time by which request n may
 * have arrived late (see lateness.ts). An idle limiter lets N requests go at once; after that, starts are spread.
 * A 429 halves the rate, pauses for Retry-After (or a second), and answers bring the rate back.
 */
export function createLimiter(settings: LimiterSettings, clock: Pace): Limiter {
	return new PacingLimiter(settings, clock);
}

class PacingLimiter implements Limiter {
	readonly #clock: Pace;
	readonly #lateness = createLateness();
	readonly #queues = { interactive: new Set<Waiter>(), cycle: new Set<Waiter>() };
	#limit: number;
	#concurrency: number;
	#rate: number;
	#starts: Start[] = [];
	#inFlight = 0;
	#pausedUntil = Number.NEGATIVE_INFINITY;
	#throttledAt = Number.NEGATIVE_INFINITY;
	#isSpreading = false;
	/** When the last start was due after the one before it. */
	#spacedAt = Number.NEGATIVE_INFINITY;
	/** When the last start was due at a steady rate, had nothing been waited for. */
	#due = Number.NEGATIVE_INFINITY;
	#alarm: { readonly at: number; readonly off: AbortController } | undefined;

	constructor({ requestsPerSecond, concurrency }: LimiterSettings, clock: Pace) {
		this.#clock = clock;
		this.#limit = requestsPerSecond;
		this.#rate = requestsPerSecond;
		this.#concurrency = Math.max(1, concurrency);
	}

	acquire(priority: Priority, signal?: AbortSignal): Promise<Slot> {
		return new Promise((resolve, reject) => {
			if (signal?.aborted === true) return reject(signal.reason);
			const queue = this.#queues[priority];
			const abandon = () => {
				queue.delete(waiter);
				reject(signal?.reason);
				this.#startWaiting();
			};
			const waiter: Waiter = {
				since: this.#clock.now(),
				start(slot) {
					signal?.removeEventListener("abort", abandon);
					resolve(slot);
				},
			};
			signal?.addEventListener("abort", abandon, { once: true });
			queue.add(waiter);
			this.#startWaiting();
		});
	}

	stats(): LimiterStats {
		const second = this.#clock.now() - 1000;
		const perSecond = this.#starts.length - 1 - this.#starts.findLastIndex(({ at }) => at <= second);
		return { perSecond, queued: this.#queued, inFlight: this.#inFlight, rate: this.#rate };
	}

	configure({ requestsPerSecond, concurrency }: LimiterSettings): void {
		if (requestsPerSecond !== this.#limit) this.#rate = requestsPerSecond;
		this.#limit = requestsPerSecond;
		this.#due = Number.NEGATIVE_INFINITY;
		this.#concurrency = Math.max(1, concurrency);
		this.#startWaiting();
	}

	get #queued(): number {
		return this.#queues.interactive.size + this.#queues.cycle.size;
	}

	/** Requests of one window of the limit. */
	get #capacity(): number {
		return Math.max(1, Math.floor(this.#limit));
	}

	/** The time between two starts at the present rate, with what waiting may cost. */
	get #step(): number {
		return (1000 / this.#rate) * costly;
	}

	/** The minimum time between two starts: none while requests come slower than they may go. */
	get #gap(): number {
		if (this.#limit <= 0) return 0;
		if (this.#rate < this.#limit) return 1000 / this.#rate;
		return this.#isSpreading ? (1000 / this.#rate) * spread : 0;
	}

	/** The earliest time for the next start. */
	#earliest(): number {
		if (this.#limit <= 0 || this.#starts.length === 0) return this.#pausedUntil;
		const before = this.#starts.at(-this.#capacity);
		const spaced = Math.max(this.#pausedUntil, this.#spacedAt + this.#gap);
		if (before === undefined) return spaced;
		const free = before.at + (1000 * this.#capacity) / this.#limit + marginMs;
		const deadline = this.#due + this.#step + graceMs;
		return Math.max(spaced, free, Math.min(free + before.late, deadline));
	}

	#startWaiting(): void {
		while (this.#queued > 0 && this.#inFlight < this.#concurrency) {
			const now = this.#clock.now();
			const next = this.#earliest();
			if (next > now) {
				this.#setAlarm(next - now);
				return;
			}
			const { interactive, cycle } = this.#queues;
			const queue = interactive.size > 0 ? interactive : cycle;
			const [waiter] = queue;
			if (waiter === undefined) return;
			queue.delete(waiter);
			this.#spacedAt = Math.max(this.#spacedAt + this.#gap, now - slackMs);
			this.#isSpreading = now - waiter.since > 1;
			// Idle time is no debt; nor is more than the deadline forgives, as when all connections were taken.
			const forgiven = this.#isSpreading ? now - graceMs - this.#step : now;
			this.#due = Math.max(this.#due + this.#step, forgiven);
			waiter.start(this.#open(now));
		}
		if (this.#queued === 0) {
			this.#alarm?.off.abort();
			this.#alarm = undefined;
		}
	}

	#setAlarm(ms: number): void {
		const at = this.#clock.now() + ms;
		if (this.#alarm !== undefined && this.#alarm.at <= at) return;
		this.#alarm?.off.abort();
		const off = new AbortController();
		this.#alarm = { at, off };
		this.#clock.sleep(Math.max(1, Math.ceil(ms)), off.signal).then(
			() => {
				this.#alarm = undefined;
				this.#startWaiting();
			},
			() => undefined, // switched off: nothing waits, or an earlier alarm replaced it
		);
	}

	#open(now: number): Slot {
		const start: Start = { at: now, late: 0 };
		this.#starts.push(start);
		if (this.#starts.length > 64 && (this.#starts[0]?.at ?? now) < now - 2000) this.#trim(now);
		this.#inFlight++;
		let ended = false;
		return {
			done: (outcome) => {
				if (ended) return;
				ended = true;
				this.#close(start, outcome);
			},
		};
	}

	#close(start: Start, outcome: Outcome): void {
		this.#inFlight--;
		if (outcome.kind === "answered") {
			start.late = this.#lateness(this.#clock.now() - start.at);
			this.#rate = Math.min(this.#limit, this.#rate + this.#limit * recovery);
		} else if (outcome.kind === "throttled") this.#slowDown(start, outcome.retryAfterMs);
		this.#startWaiting();
	}

	#slowDown(start: Start, retryAfterMs: number | undefined): void {
		const now = this.#clock.now();
		// Requests already in flight when the rate was halved don't show whether the halved rate is right.
		if (start.at > this.#throttledAt) {
			this.#rate = Math.max(this.#limit * floor, this.#rate / 2);
			this.#throttledAt = now;
		}
		this.#pausedUntil = Math.max(this.#pausedUntil, now + (retryAfterMs ?? 1000));
		this.#due = this.#pausedUntil;
		this.#spacedAt = this.#pausedUntil - this.#gap;
	}

	/** Forgets starts that no rule looks at any more. */
	#trim(now: number): void {
		const old = this.#starts.findIndex((start) => start.at >= now - 1000);
		const recent = old < 0 ? this.#starts.length : old;
		this.#starts = this.#starts.slice(Math.max(0, Math.min(recent, this.#starts.length - this.#capacity)));
	}
}
