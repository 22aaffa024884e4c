/** Something that is made when it is first needed, and kept until it is dropped. */
export type Kept<Thing> = {
	/** Makes it unless it is there. A failure is not kept: the next call tries again. */
	readonly get: () => Promise<Thing>;
	/** What was made, if anything. */
	readonly peek: () => Promise<Thing> | undefined;
	/** What was made, if anything; the next `get` makes it anew. */
	readonly drop: () => Promise<Thing> | undefined;
};

/** Keeps what `make` makes. Callers at the same time share one making. */
export function keep<Thing>(make: () => Promise<Thing>): Kept<Thing> {
	let kept: Promise<Thing> | undefined;
	return {
		get: () => {
			if (kept !== undefined) return kept;
			const making = make();
			kept = making;
			making.catch(() => {
				if (kept === making) kept = undefined;
			});
			return making;
		},
		peek: () => kept,
		drop: () => {
			const dropped = kept;
			kept = undefined;
			return dropped;
		},
	};
}

/** Waits for what others wait for too: an aborted signal ends this wait alone, and rejects with its reason. */
export function waitFor<Thing>(thing: Promise<Thing>, signal: AbortSignal | undefined): Promise<Thing> {
	if (signal === undefined) return thing;
	return new Promise((resolve, reject) => {
		const leave = () => reject(signal.reason);
		if (signal.aborted) leave();
		signal.addEventListener("abort", leave, { once: true });
		thing.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
	});
}
