import type { Clock } from "../../../ports/clock.ts";
import type { Emit, Progress } from "../../../ports/event.ts";
import type { Tally } from "./tally.ts";

/** Between two progress events of one phase, in milliseconds. */
const pause = 200;

/** Emits the progress of a cycle, not more often than people can read. */
export class ProgressReport {
	readonly #clock: Clock;
	readonly #emit: Emit;
	readonly #cycleId: string;
	readonly #tally: Tally;
	readonly #requestsPerSecond: number;
	#phase: Progress["phase"] = "settling";
	#done = 0;
	#total: number | null = null;
	#requestsPerTurn = 1;
	#phaseStarted = 0;
	#lastEmitted = Number.NEGATIVE_INFINITY;
	/** Ends the wait before delayed progress is emitted; undefined when none is delayed. */
	#heldBack: AbortController | undefined;
	/** Time and number of requests, some of the last second. */
	readonly #samples: (readonly [number, number])[] = [];

	/** `requestsPerSecond`: the target's limit; 0 for none. */
	constructor(clock: Clock, emit: Emit, cycleId: string, tally: Tally, requestsPerSecond: number) {
		this.#clock = clock;
		this.#emit = emit;
		this.#cycleId = cycleId;
		this.#tally = tally;
		this.#requestsPerSecond = requestsPerSecond;
	}

	/** Enters a phase; always reported. */
	enter(phase: Progress["phase"], total: number | null = null, requestsPerTurn = 1): void {
		this.#phase = phase;
		this.#done = 0;
		this.#total = total;
		this.#requestsPerTurn = requestsPerTurn;
		this.#phaseStarted = this.#clock.monotonic();
		this.#publish(this.#phaseStarted);
	}

	/** Reports how much of the phase is done. */
	reach(done: number, total = this.#total): void {
		this.#done = done;
		this.#total = total;
		const now = this.#clock.monotonic();
		if (now - this.#lastEmitted >= pause) this.#publish(now);
		else this.#publishLater();
	}

	advance(): void {
		this.reach(this.#done + 1);
	}

	/** The cycle has ended: no more progress is reported. */
	end(): void {
		this.#heldBack?.abort();
		this.#heldBack = undefined;
	}

	/** The last step before a long wait, such as for a slow answer, must be reported as well. */
	#publishLater(): void {
		if (this.#heldBack !== undefined) return;
		const held = new AbortController();
		this.#heldBack = held;
		const emitHeld = () => {
			if (!held.signal.aborted) this.#publish(this.#clock.monotonic());
		};
		this.#clock.sleep(pause, held.signal).then(emitHeld, emitHeld);
	}

	#publish(now: number): void {
		this.end();
		this.#lastEmitted = now;
		const counts = this.#tally.counts();
		this.#samples.push([now, counts.requests]);
		while (this.#samples.length > 2 && (this.#samples[0]?.[0] ?? now) < now - 1000) this.#samples.shift();
		const [oldest] = this.#samples;
		const span = oldest ? now - oldest[0] : 0;
		const progress: Progress = {
			phase: this.#phase,
			done: this.#done,
			total: this.#total,
			counts,
			secondsLeft: this.#phase === "provisioning" ? this.#secondsLeft(now) : null,
			requestsPerSecond: oldest && span > 0 ? ((counts.requests - oldest[1]) * 1000) / span : 0,
		};
		this.#emit({ type: "progress", time: this.#clock.now(), cycleId: this.#cycleId, progress });
	}

	/** By the pace so far; before there is one, by the limit. */
	#secondsLeft(now: number): number | null {
		if (this.#total === null) return null;
		const left = this.#total - this.#done;
		const seconds = (now - this.#phaseStarted) / 1000;
		if (seconds >= 2 && this.#done >= 10) return Math.ceil((left * seconds) / this.#done);
		return forecast(left * this.#requestsPerTurn, this.#requestsPerSecond);
	}
}

/** Seconds for a number of requests; null without a limit. */
export function forecast(requests: number, perSecond: number): number | null {
	return perSecond > 0 ? Math.ceil(requests / perSecond) : null;
}
