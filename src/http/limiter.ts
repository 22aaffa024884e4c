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
	let limit = settings.requestsPerSecond;
	let concurrency = Math.max(1, settings.concurrency);
	let rate = limit;
	const queues = { interactive: new Set<Waiter>(), cycle: new Set<Waiter>() };
	let starts: Start[] = [];
	let inFlight = 0;
	let pausedUntil = Number.NEGATIVE_INFINITY;
	let throttledAt = Number.NEGATIVE_INFINITY;
	let spreading = false;
	/** When the last start was due at a steady rate, had nothing been waited for. */
	let due = Number.NEGATIVE_INFINITY;
	let alarm: { readonly at: number; readonly off: AbortController } | undefined;
	const lateness = createLateness();

	const queued = () => queues.interactive.size + queues.cycle.size;

	/** The earliest time for the next start. */
	function earliest(): number {
		const last = starts.at(-1);
		if (limit <= 0 || last === undefined) return pausedUntil;
		const capacity = Math.max(1, Math.floor(limit));
		const before = starts.at(-capacity);
		const spaced = Math.max(pausedUntil, last.at + gap());
		if (before === undefined) return spaced;
		const free = before.at + (1000 * capacity) / limit + marginMs;
		const deadline = due + step() + graceMs;
		return Math.max(spaced, free, Math.min(free + before.late, deadline));
	}

	/** The time between two starts at the present rate, with what waiting may cost. */
	const step = () => (1000 / rate) * costly;

	/** The minimum time between two starts: none while requests come slower than they may go. */
	function gap(): number {
		if (rate < limit) return 1000 / rate;
		return spreading ? (1000 / rate) * spread : 0;
	}

	function setAlarm(ms: number) {
		const at = clock.now() + ms;
		if (alarm !== undefined && alarm.at <= at) return;
		alarm?.off.abort();
		const off = new AbortController();
		alarm = { at, off };
		clock.sleep(Math.max(1, Math.ceil(ms)), off.signal).then(
			() => {
				alarm = undefined;
				startWaiting();
			},
			() => undefined, // switched off: nothing waits, or an earlier alarm replaced it
		);
	}

	function startWaiting() {
		while (queued() > 0 && inFlight < concurrency) {
			const now = clock.now();
			const next = earliest();
			if (next > now) return setAlarm(next - now);
			const queue = queues.interactive.size > 0 ? queues.interactive : queues.cycle;
			const [waiter] = queue;
			if (waiter === undefined) return;
			queue.delete(waiter);
			spreading = now - waiter.since > 1;
			// Idle time is no debt; nor is more than the deadline forgives, as when all connections were taken.
			due = Math.max(due + step(), spreading ? now - graceMs - step() : now);
			waiter.start(open(now));
		}
		if (queued() === 0) {
			alarm?.off.abort();
			alarm = undefined;
		}
	}

	function open(now: number): Slot {
		const start: Start = { at: now, late: 0 };
		starts.push(start);
		if (starts.length > 64 && (starts[0]?.at ?? now) < now - 2000) trim(now);
		inFlight++;
		let ended = false;
		return {
			done(outcome) {
				if (ended) return;
				ended = true;
				inFlight--;
				if (outcome.kind === "answered") {
					start.late = lateness(clock.now() - start.at);
					rate = Math.min(limit, rate + limit * recovery);
				} else if (outcome.kind === "throttled") slowDown(start, outcome.retryAfterMs);
				startWaiting();
			},
		};
	}

	function slowDown(start: Start, retryAfterMs: number | undefined) {
		const now = clock.now();
		// Requests already in flight when the rate was halved don't show whether the halved rate is right.
		if (start.at > throttledAt) {
			rate = Math.max(limit * floor, rate / 2);
			throttledAt = now;
		}
		pausedUntil = Math.max(pausedUntil, now + (retryAfterMs ?? 1000));
		due = pausedUntil;
	}

	/** Forgets starts that no rule looks at any more. */
	function trim(now: number) {
		const capacity = Math.max(1, Math.floor(limit));
		const old = starts.findIndex((start) => start.at >= now - 1000);
		starts = starts.slice(Math.max(0, Math.min(old < 0 ? starts.length : old, starts.length - capacity)));
	}

	return {
		acquire(priority, signal) {
			return new Promise((resolve, reject) => {
				if (signal?.aborted === true) return reject(signal.reason);
				const queue = queues[priority];
				const abandon = () => {
					queue.delete(waiter);
					reject(signal?.reason);
					startWaiting();
				};
				const waiter: Waiter = {
					since: clock.now(),
					start(slot) {
						signal?.removeEventListener("abort", abandon);
						resolve(slot);
					},
				};
				signal?.addEventListener("abort", abandon, { once: true });
				queue.add(waiter);
				startWaiting();
			});
		},
		stats() {
			const second = clock.now() - 1000;
			let perSecond = 0;
			for (let i = starts.length - 1; i >= 0 && (starts[i]?.at ?? second) > second; i--) perSecond++;
			return { perSecond, queued: queued(), inFlight, rate };
		},
		configure(next) {
			if (next.requestsPerSecond !== limit) rate = next.requestsPerSecond;
			limit = next.requestsPerSecond;
			due = Number.NEGATIVE_INFINITY;
			concurrency = Math.max(1, next.concurrency);
			startWaiting();
		},
	};
}
