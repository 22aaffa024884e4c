import http from "node:http";
import https from "node:https";

/** A request to a SCIM server and its answer. */
export interface ScimRequest {
	readonly method: string;
	readonly url: URL;
	readonly token: string;
	/** JSON. */
	readonly body?: string;
}

/** An answer of a SCIM server. */
export interface ScimAnswer {
	readonly status: number;
	readonly text: string;
	/** Seconds; null when the server does not say. */
	readonly retryAfter: number | null;
}

/** No answer came: refused, reset, or too late. */
export class NoAnswer extends Error {
	readonly code = "no-answer";

	constructor(reason: string) {
		super(reason);
		this.name = "NoAnswer";
	}
}

/** Milliseconds without an answer after which a request fails. */
const patience = 30_000;

/** Sends one request to a server on this machine. `ca` is trusted in addition, in PEM. Rejects with a NoAnswer. */
export function exchange(
	{ method, url, token, body }: ScimRequest,
	ca: string | undefined,
): Promise<ScimAnswer> {
	const headers = {
		authorization: `Bearer ${token}`,
		accept: "application/scim+json",
		...(body === undefined
			? {}
			: { "content-type": "application/scim+json", "content-length": String(Buffer.byteLength(body)) }),
	};
	return new Promise((resolve, reject) => {
		const failed = (error: Error): void => reject(new NoAnswer(error.message));
		const read = (incoming: http.IncomingMessage): void => {
			const chunks: Buffer[] = [];
			incoming.on("data", (chunk) => chunks.push(Buffer.from(chunk)));
			incoming.on("error", failed);
			incoming.on("end", () => {
				const after = Number(incoming.headers["retry-after"] ?? Number.NaN);
				resolve({
					status: incoming.statusCode ?? 0,
					text: Buffer.concat(chunks).toString("utf8"),
					retryAfter: Number.isFinite(after) ? after : null,
				});
			});
		};
		const options = { method, headers, timeout: patience };
		const outgoing =
			url.protocol === "https:"
				? https.request(url, { ...options, ...(ca === undefined ? {} : { ca }) }, read)
				: http.request(url, options, read);
		outgoing.on("timeout", () => outgoing.destroy(new Error("the target took too long to respond")));
		outgoing.on("error", failed);
		outgoing.end(body);
	});
}
