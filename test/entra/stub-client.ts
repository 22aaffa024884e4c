import { z } from "zod";
import { type GraphClient, shaped } from "../../src/entra/graph/graph-client.ts";

const batchBody = z.object({ requests: z.array(z.object({ id: z.string(), url: z.string() })) });

/**
 * A client of Graph without HTTP: `answer` gives the body for a method and a decoded URL; undefined counts as 404 in a batch. Answers are
 * parsed as the real client parses them.
 */
export function stubClient(answer: (method: string, url: string) => unknown): GraphClient {
	const part = ({ id, url }: { readonly id: string; readonly url: string }) => {
		const body = answer("GET", decodeURIComponent(url));
		return body === undefined ? { id, status: 404 } : { id, status: 200, headers: null, body };
	};
	return {
		async send({ method, url, body }, shape) {
			const given =
				url === "/$batch"
					? { responses: batchBody.parse(body).requests.map(part) }
					: answer(method, decodeURIComponent(url));
			return shaped(given, shape, `${method} ${url}`, "sent");
		},
		accessToken: async () => "token",
		relative: (link) => link.replace(/^.*\/v1\.0/, ""),
		pause: async () => undefined,
		close: () => undefined,
		retries: 2,
		requests: () => 0,
	};
}
