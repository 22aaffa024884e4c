/**
 * Does work that Ctrl+C or SIGTERM asks to stop: what is under way is finished and written down. The next such signal
 * ends the process at once, which loses nothing either: the next run asks what became of it.
 */
export async function interruptible<T>(
	say: (line: string) => void,
	work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const stop = new AbortController();
	const forget = () => process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
	const interrupt = () => {
		forget();
		say("Interrupted: what is under way is finished first. Interrupt again to end at once.");
		stop.abort(new Error("interrupted"));
	};
	process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
	try {
		return await work(stop.signal);
	} finally {
		forget();
	}
}
