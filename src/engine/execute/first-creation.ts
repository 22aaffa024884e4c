import type { Clock } from "../../ports/clock.ts";

type Candidate = { readonly weight: number; readonly elect: (isFirst: boolean) => void };

/** Milliseconds from the first answer on in which others may be answered: one that hangs must not hold back the run. */
const patience = 1_500;

/**
 * Of the creations that are sent at the same time at the beginning of a run, the one that shows the most about the target, among those
 * that are answered within a moment. It is judged alone; the others, and all that come meanwhile, are judged after it. Later ones do
 * not wait.
 */
export class FirstCreation<Verdict> {
	/** Sent, and not answered. */
	#open = 0;
	readonly #candidates: Candidate[] = [];
	readonly #elected = new AbortController();
	readonly #judged = Promise.withResolvers<void>();
	readonly #clock: Pick<Clock, "sleep">;

	constructor(clock: Pick<Clock, "sleep">) {
		this.#clock = clock;
	}

	get #isElected(): boolean {
		return this.#elected.signal.aborted;
	}

	/** Sends a creation. One that succeeds must be judged. */
	async sent<T>(send: () => Promise<T>): Promise<T> {
		if (this.#isElected) return send();
		this.#open += 1;
		try {
			return await send();
		} catch (error) {
			this.#open -= 1;
			this.#electOnceAnswered();
			throw error;
		}
	}

	/** `weight`: how much the creation shows about the target. `judge` is called with whether it is the elected one. */
	async judge(weight: number, judge: (isFirst: boolean) => Promise<Verdict>): Promise<Verdict> {
		if (!(await this.#turn(weight))) return judge(false);
		try {
			return await judge(true);
		} finally {
			this.#judged.resolve();
		}
	}

	/** Waits for the turn of a creation. Whether it is the elected one. */
	async #turn(weight: number): Promise<boolean> {
		if (!this.#isElected) {
			const { promise, resolve } = Promise.withResolvers<boolean>();
			this.#candidates.push({ weight, elect: resolve });
			this.#open -= 1;
			this.#electOnceAnswered();
			if (this.#candidates.length === 1) void this.#electInTime();
			if (await promise) return true;
		}
		await this.#judged.promise;
		return false;
	}

	#electOnceAnswered(): void {
		if (!this.#isElected && this.#open === 0 && this.#candidates.length > 0) this.#elect();
	}

	async #electInTime(): Promise<void> {
		const { signal } = this.#elected;
		await this.#clock.sleep(patience, signal).catch((reason: unknown) => {
			if (!signal.aborted) throw reason;
		});
		if (!this.#isElected) this.#elect();
	}

	#elect(): void {
		this.#elected.abort();
		const most = Math.max(...this.#candidates.map(({ weight }) => weight));
		const first = this.#candidates.find(({ weight }) => weight === most);
		for (const candidate of this.#candidates) candidate.elect(candidate === first);
	}
}
