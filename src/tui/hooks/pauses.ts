import { setImmediate } from "node:timers/promises";

/** Work without a pause, milliseconds: keys wait no longer. */
const pieceMs = 4;

/**
 * For a loop over what is answered at once, such as reads of the store, which leaves no turn to keys: awaited after each step, it gives them
 * one as often as they need it.
 *
 * @param now milliseconds of a clock that only goes forward
 * @param rest resolves once others had their turn
 */
export function createPauses(
	now: () => number = () => performance.now(),
	rest: () => Promise<unknown> = () => setImmediate(),
): () => Promise<void> {
	let end = now() + pieceMs;
	return async () => {
		if (now() < end) return;
		await rest();
		end = now() + pieceMs;
	};
}
