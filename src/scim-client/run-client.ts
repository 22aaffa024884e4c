import type { ScimClient } from "./client.ts";

/**
 * The same client for the requests of one run. They begin one after the other: the first opens a session, whose cookie the
 * others send, and only it is tried again for a credential that is refused from the start.
 */
export function clientOfRun(client: ScimClient): ScimClient {
	const since = client.now();
	let first: Promise<unknown> | undefined;
	return {
		...client,
		async send(request) {
			if (first !== undefined) await first;
			const sent = client.send({ since, ...request });
			first ??= sent.catch(() => undefined);
			return sent;
		},
	};
}
