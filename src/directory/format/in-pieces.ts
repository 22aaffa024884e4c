import { setImmediate } from "node:timers/promises";

/** Work that can pause where it yields. */
export type Pieces<Result> = Generator<undefined, Result>;

/** Milliseconds of work without a pause: keys that arrive meanwhile wait no longer. */
const slice = 10;

/** Does the work without a pause. */
export function atOnce<Result>(pieces: Pieces<Result>): Result {
	for (;;) {
		const piece = pieces.next();
		if (piece.done === true) return piece.value;
	}
}

/** Does the work with pauses, in which the event loop turns. */
export async function inPieces<Result>(pieces: Pieces<Result>): Promise<Result> {
	for (let began = performance.now(); ; ) {
		const piece = pieces.next();
		if (piece.done === true) return piece.value;
		if (performance.now() - began < slice) continue;
		await setImmediate();
		began = performance.now();
	}
}
