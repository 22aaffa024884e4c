import type { Pace } from "../../src/http/monotonic-clock.ts";

type Timer = { readonly at: number; readonly ring: () => void };

/** Time that stands still until a test moves it. Timers ring in order, each after all that follows from the last. */
export class FakePace implements Pace {
	#now = 0;
	#timers: Timer[] = [];
	/** How long each sleep was asked to be, in ms. */
	readonly slept: number[] = [];
	readonly random: () => number;

	constructor(random: () => number = () => 0.5) {
		this.random = random;
	}

	now = (): number => this.#now;

	sleep = (ms: number, signal?: AbortSignal): Promise<void> => {
		this.slept.push(ms);
		return new Promise((resolve, reject) => {
			if (signal?.aborted === true) return reject(signal.reason);
			const timer: Timer = { at: this.#now + ms, ring: resolve };
			this.#timers.push(timer);
			signal?.addEventListener(
				"abort",
				() => {
					this.#timers = this.#timers.filter((other) => other !== timer);
					reject(signal.reason);
				},
				{ once: true },
			);
		});
	};

	/** How long each `pass` was, in ms. */
	readonly passed: number[] = [];

	/** Moves time on at once: a sleep that takes no real time, while requests do. */
	async pass(ms: number): Promise<void> {
		this.passed.push(ms);
		await this.advance(ms);
	}

	/** Timers that have not rung. */
	get pending(): number {
		return this.#timers.length;
	}

	/** Moves time on, ringing what is due. */
	async advance(ms: number): Promise<void> {
		const end = this.#now + ms;
		await settled();
		for (let next = this.#next(); next !== undefined && next.at <= end; next = this.#next())
			await this.#ring(next);
		this.#now = end;
		await settled();
	}

	/** Moves time on as far as it takes for `work` to end. */
	async run<T>(work: Promise<T>): Promise<T> {
		let ended = false;
		const end = () => {
			ended = true;
		};
		work.then(end, end);
		await settled();
		while (!ended) {
			const next = this.#next();
			if (next === undefined) throw new Error("Nothing is left to happen, and the work has not ended.");
			await this.#ring(next);
		}
		return work;
	}

	#next(): Timer | undefined {
		return this.#timers.reduce<Timer | undefined>(
			(first, timer) => (first === undefined || timer.at < first.at ? timer : first),
			undefined,
		);
	}

	async #ring(timer: Timer): Promise<void> {
		this.#timers = this.#timers.filter((other) => other !== timer);
		this.#now = Math.max(this.#now, timer.at);
		timer.ring();
		await settled();
	}
}

/** All that follows without time passing. */
async function settled(): Promise<void> {
	for (let i = 0; i < 12; i++) await Promise.resolve();
}
