/** Time and random values, injected so that tests control them. */
export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	/** Milliseconds since any moment, for durations: they only ever grow, also when the clock is set. */
	monotonic(): number;
	/** Resolves after `ms`, or rejects with the signal's reason when aborted. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
	/** In [0, 1). */
	random(): number;
	/** A new unique id. */
	id(): string;
}
