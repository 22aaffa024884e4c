import { setImmediate } from "node:timers/promises";

/** Items after which the event loop runs: work that never waits would block the console. */
const stretch = 128;

/**
 * Does the work for each item, `limit` at a time, in order of start. The first error, or the signal, starts no further
 * item; items in progress are awaited, and then it is thrown.
 */
export async function inParallel<Item>(
	items: Iterable<Item>,
	limit: number,
	work: (item: Item) => Promise<void>,
	signal?: AbortSignal,
): Promise<void> {
	const iterator = items[Symbol.iterator]();
	let failed: { readonly reason: unknown } | undefined;
	let started = 0;
	let turn: Promise<void> | undefined;
	const othersTurn = () => {
		turn ??= setImmediate().then(() => {
			turn = undefined;
		});
		return turn;
	};
	const worker = async () => {
		while (!failed) {
			// Before an item is taken and for all workers together, to keep the order.
			if (started % stretch === stretch - 1) await othersTurn();
			if (signal?.aborted) {
				failed ??= { reason: signal.reason };
				return;
			}
			const next = iterator.next();
			if (next.done) return;
			started += 1;
			try {
				await work(next.value);
			} catch (reason) {
				failed ??= { reason };
			}
		}
	};
	await Promise.all(Array.from({ length: Math.max(1, limit) }, worker));
	if (failed) throw failed.reason;
}
