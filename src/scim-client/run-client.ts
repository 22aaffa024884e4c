import type { ScimClient } from "./client.ts";

/** `sent`: requests of the run so far, retries not counted. */
export type RunClient = ScimClient & { readonly sent: () => number };

/**
 * The same client for the requests of one run. They begin one after the other: the first opens a session, whose cookie the
 * others send, and only it is tried again for a credential that is refused from the start.
 */
export function clientOfRun(client: ScimClient): RunClient {
	const since = client.now();
	let first: Promise<unknown> | undefined;
	let count = 0;
	return {
		...client,
		sent: () => count,
		async send(request) {
			count += 1;
			if (first !== undefined) await first;
			const sent = client.send({ since, ...request });
			first ??= sent.catch(() => undefined);
			return sent;
		},
	};
}
