/**
 * Does the work for each item, `limit` at a time, in order of start. The first error, or the signal, starts no further
 * item; those under way are waited for, and then it is thrown.
 */
export async function inParallel<Item>(
	items: Iterable<Item>,
	limit: number,
	work: (item: Item) => Promise<void>,
	signal?: AbortSignal,
): Promise<void> {
	const iterator = items[Symbol.iterator]();
	let failed: { readonly reason: unknown } | undefined;
	const worker = async () => {
		while (!failed) {
			if (signal?.aborted) {
				failed ??= { reason: signal.reason };
				return;
			}
			const next = iterator.next();
			if (next.done) return;
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
