/**
 * Does work that Ctrl+C or SIGTERM stops: in-flight requests are finished and recorded. The next such signal ends the
 * process immediately, which loses nothing either: the next run looks up the outcome of each request.
 */
export async function interruptible<T>(
	print: (line: string) => void,
	work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const stop = new AbortController();
	const forget = () => process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
	const interrupt = () => {
		forget();
		print("Interrupted: finishing in-flight requests. Interrupt again to end immediately.");
		stop.abort(new Error("interrupted"));
	};
	process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
	try {
		return await work(stop.signal);
	} finally {
		forget();
	}
}
