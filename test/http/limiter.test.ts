import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLimiter, type Limiter, type Outcome } from "../../src/http/limiter.ts";
import { sharedSession } from "../../src/http/shared-session.ts";
import type { Priority } from "../../src/ports/target.ts";
import { FakePace } from "./fake-pace.ts";

const sumo = { requestsPerSecond: 4, concurrency: 10 };
const answered: Outcome = { kind: "answered" };

/** One request over an imaginary network: `up` ms to the server, then `down` ms for the answer. */
async function request(
	limiter: Limiter,
	clock: FakePace,
	arrivals: number[],
	{ up = 0, down = 1, priority = "cycle" }: { up?: number; down?: number; priority?: Priority } = {},
) {
	const slot = await limiter.acquire(priority);
	if (up > 0) await clock.sleep(up);
	arrivals.push(clock.now());
	await clock.sleep(down);
	slot.done(answered);
}

/** The most that fall into any span of a second, its end excluded. */
function mostInASecond(times: readonly number[]): number {
	const sorted = [...times].sort((left, right) => left - right);
	return Math.max(0, ...sorted.map((from, i) => sorted.slice(i).filter((time) => time < from + 1000).length));
}

/** A reproducible source of numbers in [0, 1). */
function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 1664525 + 1013904223) % 4294967296;
		return state / 4294967296;
	};
}

describe("The limiter at 4 requests a second", () => {
	it("never starts more than 4 in any sliding second, however requests come and long answers take", async () => {
		const arrival = fc.record({
			after: fc.integer({ min: 0, max: 1500 }),
			down: fc.integer({ min: 1, max: 2500 }),
			priority: fc.constantFrom<Priority>("interactive", "cycle"),
		});
		await fc.assert(
			fc.asyncProperty(fc.array(arrival, { minLength: 5, maxLength: 40 }), async (plan) => {
				const clock = new FakePace();
				const limiter = createLimiter(sumo, clock);
				const starts: number[] = [];
				const all = plan.map(async ({ after, down, priority }, i) => {
					await clock.sleep(plan.slice(0, i).reduce((sum, { after }) => sum + after / 4, after));
					await request(limiter, clock, starts, { down, priority });
				});
				await clock.run(Promise.all(all));
				expect(starts).toHaveLength(plan.length);
				expect(mostInASecond(starts)).toBeLessThanOrEqual(4);
			}),
			{ numRuns: 60 },
		);
	});

	it.each<[string, (random: () => number) => { up?: number; down: number }]>([
		["quick answers", () => ({ down: 3 })],
		["slow answers that vary", (random: () => number) => ({ down: 50 + random() * 500 })],
		["a network that varies by 10 ms", (random: () => number) => ({ up: 20 + random() * 10, down: 30 })],
	])("uses at least 98 percent of the rate over 1,000 requests with %s", async (_name, network) => {
		const clock = new FakePace();
		const random = seeded(7);
		const limiter = createLimiter(sumo, clock);
		const starts: number[] = [];
		await clock.run(
			Promise.all(Array.from({ length: 1000 }, () => request(limiter, clock, starts, network(random)))),
		);
		const seconds = clock.now() / 1000;
		expect(1000 / seconds).toBeGreaterThanOrEqual(0.98 * 4);
	});

	it.each([1, 2, 3, 4, 5])(
		"keeps arrivals within the limit though the network varies (seed %i)",
		async (seed) => {
			const clock = new FakePace();
			const random = seeded(seed);
			const limiter = createLimiter(sumo, clock);
			const arrivals: number[] = [];
			let sent = 0;
			// The first requests open connections, which takes three more round trips.
			const network = () => ({ up: 20 + (sent++ < 4 ? 120 : 0) + random() * 8, down: 25 });
			await clock.run(
				Promise.all(Array.from({ length: 500 }, () => request(limiter, clock, arrivals, network()))),
			);
			expect(mostInASecond(arrivals)).toBeLessThanOrEqual(4);
		},
	);

	it("lets four go at once when idle, then spreads them", async () => {
		const clock = new FakePace();
		const limiter = createLimiter(sumo, clock);
		const starts: number[] = [];
		await clock.run(Promise.all(Array.from({ length: 12 }, () => request(limiter, clock, starts))));
		expect(starts.slice(0, 4)).toEqual([0, 0, 0, 0]);
		const gaps = starts.slice(5).map((at, i) => at - (starts[i + 4] ?? 0));
		expect(Math.min(...gaps)).toBeGreaterThanOrEqual(200);
	});

	it("serves interactive requests before those of a cycle, each kind in order", async () => {
		const clock = new FakePace();
		const limiter = createLimiter({ requestsPerSecond: 4, concurrency: 1 }, clock);
		const order: string[] = [];
		const send = async (name: string, priority: Priority) => {
			const slot = await limiter.acquire(priority);
			order.push(name);
			await clock.sleep(5);
			slot.done(answered);
		};
		await clock.run(
			Promise.all([
				send("c1", "cycle"),
				send("c2", "cycle"),
				send("c3", "cycle"),
				send("i1", "interactive"),
				send("i2", "interactive"),
			]),
		);
		expect(order).toEqual(["c1", "i1", "i2", "c2", "c3"]);
	});

	it("keeps no more than 10 under way", async () => {
		const clock = new FakePace();
		const limiter = createLimiter(sumo, clock);
		let underWay = 0;
		let most = 0;
		const send = async () => {
			const slot = await limiter.acquire("cycle");
			most = Math.max(most, ++underWay);
			await clock.sleep(30_000);
			underWay--;
			slot.done(answered);
		};
		await clock.run(Promise.all(Array.from({ length: 25 }, send)));
		expect(most).toBe(10);
	});
});

describe("The limiter after a 429", () => {
	it("pauses for Retry-After, halves the rate once for all that were under way, and recovers", async () => {
		const clock = new FakePace();
		const limiter = createLimiter(sumo, clock);
		const slots = await Promise.all([limiter.acquire("cycle"), limiter.acquire("cycle")]);
		await clock.advance(10);
		for (const slot of slots) slot.done({ kind: "throttled", retryAfterMs: 5000 });
		expect(limiter.stats().rate).toBe(2);

		const starts: number[] = [];
		await clock.run(Promise.all(Array.from({ length: 80 }, () => request(limiter, clock, starts))));
		expect(starts[0]).toBeGreaterThanOrEqual(5010);
		expect((starts[1] ?? 0) - (starts[0] ?? 0)).toBeGreaterThan(480);
		expect(limiter.stats().rate).toBe(4);
		expect((starts[79] ?? 0) - (starts[75] ?? 0)).toBeLessThan(1010);
	});

	it("waits a second when the server does not say how long", async () => {
		const clock = new FakePace();
		const limiter = createLimiter(sumo, clock);
		(await limiter.acquire("cycle")).done({ kind: "throttled", retryAfterMs: undefined });
		const starts: number[] = [];
		await clock.run(request(limiter, clock, starts));
		expect(starts[0]).toBeGreaterThanOrEqual(1000);
	});

	it("never goes below a sixteenth of the setting", async () => {
		const clock = new FakePace();
		const limiter = createLimiter(sumo, clock);
		for (let i = 0; i < 10; i++) {
			const slot = await clock.run(limiter.acquire("cycle"));
			await clock.advance(1);
			slot.done({ kind: "throttled", retryAfterMs: 1 });
		}
		expect(limiter.stats().rate).toBe(0.25);
	});
});

describe("The limiter", () => {
	it("keeps to a limit that is set after none", async () => {
		const clock = new FakePace();
		const limiter = createLimiter({ requestsPerSecond: 0, concurrency: 10 }, clock);
		const many = (count: number, arrivals: number[]) =>
			clock.run(
				Promise.all(Array.from({ length: count }, () => request(limiter, clock, arrivals, { down: 20 }))),
			);
		await many(50, []);
		limiter.configure(sumo);
		const arrivals: number[] = [];
		await many(12, arrivals);
		expect(arrivals).toHaveLength(12);
		expect(mostInASecond(arrivals)).toBeLessThanOrEqual(4);
		expect(arrivals.at(-1)).toBeLessThan(5_000);
	});

	it("uses a high rate with timers that wake late, and still keeps to it in any second", async () => {
		const clock = new FakePace();
		const late = { ...clock, sleep: (ms: number, signal?: AbortSignal) => clock.sleep(ms + 1.2, signal) };
		const limiter = createLimiter({ requestsPerSecond: 500, concurrency: 50 }, late);
		const arrivals: number[] = [];
		await clock.run(
			Promise.all(Array.from({ length: 2000 }, () => request(limiter, clock, arrivals, { down: 20 }))),
		);
		expect(mostInASecond(arrivals)).toBeLessThanOrEqual(500);
		// A start for each timer that wakes would take 6 seconds.
		expect(arrivals.at(-1)).toBeLessThan(4_050);
	});

	it("is off at 0 requests a second, except for the number under way", async () => {
		const clock = new FakePace();
		const limiter = createLimiter({ requestsPerSecond: 0, concurrency: 10 }, clock);
		const starts: number[] = [];
		await clock.run(Promise.all(Array.from({ length: 1000 }, () => request(limiter, clock, starts))));
		expect(clock.now()).toBe(100);
		expect(limiter.stats()).toEqual({ perSecond: 1000, queued: 0, inFlight: 0, rate: 0 });
	});

	it("takes rates below one and between whole numbers", async () => {
		for (const requestsPerSecond of [0.5, 2.5]) {
			const clock = new FakePace();
			const limiter = createLimiter({ requestsPerSecond, concurrency: 10 }, clock);
			const starts: number[] = [];
			await clock.run(Promise.all(Array.from({ length: 200 }, () => request(limiter, clock, starts))));
			expect(200 / (clock.now() / 1000) / requestsPerSecond).toBeGreaterThan(0.98);
			expect(199 / ((starts.at(-1) ?? 0) / 1000) / requestsPerSecond).toBeLessThan(1.02);
		}
	});

	it("lets go of an aborted request at once, with the signal's reason, and leaves no timer behind", async () => {
		const clock = new FakePace();
		const limiter = createLimiter({ requestsPerSecond: 1, concurrency: 10 }, clock);
		(await limiter.acquire("cycle")).done(answered);
		const controller = new AbortController();
		const waiting = limiter.acquire("cycle", controller.signal);
		expect(limiter.stats().queued).toBe(1);
		expect(clock.pending).toBe(1);
		controller.abort(new Error("stopped by the operator"));
		await expect(waiting).rejects.toThrow("stopped by the operator");
		expect(limiter.stats().queued).toBe(0);
		expect(clock.pending).toBe(0);
		await expect(limiter.acquire("cycle", controller.signal)).rejects.toThrow("stopped by the operator");
	});

	it("tells what started in the last second", async () => {
		const clock = new FakePace();
		const limiter = createLimiter(sumo, clock);
		const slot = await limiter.acquire("cycle");
		expect(limiter.stats()).toEqual({ perSecond: 1, queued: 0, inFlight: 1, rate: 4 });
		slot.done(answered);
		await clock.advance(1001);
		expect(limiter.stats()).toEqual({ perSecond: 0, queued: 0, inFlight: 0, rate: 4 });
	});

	it("starts what waits as soon as a higher rate is set", async () => {
		const clock = new FakePace();
		const limiter = createLimiter({ requestsPerSecond: 0.01, concurrency: 10 }, clock);
		(await limiter.acquire("cycle")).done(answered);
		const waiting = limiter.acquire("cycle");
		limiter.configure({ requestsPerSecond: 0, concurrency: 10 });
		(await waiting).done(answered);
		expect(clock.now()).toBe(0);
	});
});

describe("A shared limiter", () => {
	it("is one for a credential on a host, whatever the path, and another for another credential", () => {
		const clock = new FakePace();
		const of = (url: string, credential: string) => sharedSession(url, credential, sumo, { clock }).limiter;
		const first = of("https://api.us2.sumologic.com/api/v1/scim", "token");
		expect(of("https://api.us2.sumologic.com/api/", "token")).toBe(first);
		expect(of("https://api.us2.sumologic.com/api/", "other")).not.toBe(first);
		expect(of("https://api.de.sumologic.com/api/", "token")).not.toBe(first);
	});
});
