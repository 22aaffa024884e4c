/** Waits for a result that others wait for too: an aborted signal ends this wait alone, and rejects with its reason. */
export function waitFor<Result>(result: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
	if (signal === undefined) return result;
	return new Promise((resolve, reject) => {
		const leave = () => reject(signal.reason);
		if (signal.aborted) leave();
		signal.addEventListener("abort", leave, { once: true });
		result.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
	});
}
