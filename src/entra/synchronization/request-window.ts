import type { GraphClient, GraphClock } from "../graph/graph-client.ts";

/** At most `requests` in any `windowMs` milliseconds. */
export type WindowLimit = { readonly requests: number; readonly windowMs: number };

/**
 * What Graph allows on demand, and for the provisioning log of one application in one tenant.
 *
 * @see https://learn.microsoft.com/graph/api/synchronization-synchronizationjob-provisionondemand
 * @see https://learn.microsoft.com/graph/throttling-limits
 */
export const synchronizationLimit: WindowLimit = { requests: 5, windowMs: 10_000 };

/** Requests may travel for different times, and the server counts arrivals. */
const marginMs = 250;

/** Waits until a request may start. Rejects with the signal's reason when aborted. */
export type Turn = (signal?: AbortSignal) => Promise<void>;

/** Lets requests start in the order of their calls, as many as the limit allows at once, then as the oldest leave the window. */
export function createRequestWindow(
	{ requests, windowMs }: WindowLimit,
	clock: Pick<GraphClock, "now" | "sleep">,
): Turn {
	let starts: readonly number[] = [];
	let last: Promise<void> = Promise.resolve();

	const start = async (signal?: AbortSignal) => {
		signal?.throwIfAborted();
		const first = starts.at(-requests);
		const wait = first === undefined ? 0 : first + windowMs + marginMs - clock.now();
		// A clock that was set back must not make a request wait for longer than a window.
		if (wait > 0) await clock.sleep(Math.min(wait, windowMs + marginMs), signal);
		starts = [...starts, clock.now()].slice(-requests);
	};

	return (signal) => {
		const mine = last.then(() => start(signal));
		last = mine.catch(() => undefined); // an aborted request gives its turn to the next
		return mine;
	};
}

/** The client with each request in its turn. */
export function inTurn(client: GraphClient, turn: Turn): GraphClient {
	return {
		...client,
		async send(request, shape) {
			await turn(request.signal);
			return client.send(request, shape);
		},
	};
}
