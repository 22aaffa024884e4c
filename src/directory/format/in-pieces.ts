import { setImmediate } from "node:timers/promises";

/** Work that can pause where it yields. */
export type Pieces<Result> = Generator<undefined, Result>;

/** Does the work without a pause. */
export function atOnce<Result>(pieces: Pieces<Result>): Result {
	for (;;) {
		const piece = pieces.next();
		if (piece.done === true) return piece.value;
	}
}

/**
 * Does the work with pauses, in which the event loop turns.
 *
 * @param slice milliseconds of work without a pause: keys that arrive meanwhile wait not much longer.
 */
export async function inPieces<Result>(pieces: Pieces<Result>, slice = 10): Promise<Result> {
	for (let began = performance.now(); ; ) {
		const piece = pieces.next();
		if (piece.done === true) return piece.value;
		if (performance.now() - began < slice) continue;
		await setImmediate();
		began = performance.now();
	}
}
