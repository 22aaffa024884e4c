import { waitsToReadAgain } from "../../src/engine/recovery/what-arrived.ts";
import type { Clock } from "../../src/ports/clock.ts";

/** Time that moves only on request; only the waits between two reads of an account pass at once. Ids count up. */
export class FakeClock implements Clock {
	#now = Date.UTC(2025, 5, 2, 8, 0, 0);
	#monotonic = 5_000;
	#id = 0;
	readonly #prefix: string;
	readonly #sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();

	constructor(prefix = "id") {
		this.#prefix = prefix;
	}

	readonly now = (): number => this.#now;
	readonly monotonic = (): number => this.#monotonic;
	readonly random = (): number => 0.5;
	readonly id = (): string => {
		this.#id += 1;
		return `${this.#prefix}-${this.#id}`;
	};

	sleep(ms: number, signal?: AbortSignal): Promise<void> {
		return new Promise((resolve, reject) => {
			if (signal?.aborted) return reject(signal.reason);
			if (waitsToReadAgain.includes(ms)) return resolve();
			const sleeper = { until: this.#now + ms, wake: resolve };
			this.#sleepers.add(sleeper);
			signal?.addEventListener("abort", () => {
				this.#sleepers.delete(sleeper);
				reject(signal.reason);
			});
		});
	}

	/** Resolves when something waits for time to pass. */
	async asleep(): Promise<void> {
		while (this.#sleepers.size === 0) await new Promise((resolve) => setImmediate(resolve));
	}

	/** Time passes while this process is suspended: no sleep ends. */
	leap(ms: number): void {
		this.#now += ms;
	}

	/** The wall clock is set; no time passes. */
	set(ms: number): void {
		this.#now += ms;
	}

	advance(ms: number): void {
		this.#now += ms;
		this.#monotonic += ms;
		for (const sleeper of [...this.#sleepers]) {
			if (sleeper.until > this.#now) continue;
			this.#sleepers.delete(sleeper);
			sleeper.wake();
		}
	}
}

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
