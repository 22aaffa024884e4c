/** Time and chance, injected so that tests decide them. */
export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	/** Resolves after `ms`, or rejects with the signal's reason when aborted. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
	/** In [0, 1). */
	random(): number;
	/** A fresh unique id. */
	id(): string;
}
