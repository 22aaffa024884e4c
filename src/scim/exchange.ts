import { connectionFailure } from "./connection-failure.ts";
import { ScimError, type ScimErrorDetails } from "./errors.ts";

/** The most bytes of one answer: 1,000 users of 32 kB each. */
export const mostAnswerBytes = 32 * 1024 * 1024;

/** One answer, read to its end. */
export type RawAnswer = { readonly status: number; readonly headers: Headers; readonly body: string };

/**
 * Sends once and reads the answer to its end, both within `timeoutMs`. Redirects are not followed.
 * Throws `timeout`, `network`, `host-unknown` or `tls`; `not-scim` when the answer is too long; the caller's reason
 * when aborted.
 */
export async function exchange(
	url: string,
	init: RequestInit,
	timeoutMs: number,
	signal: AbortSignal | undefined,
	details: ScimErrorDetails,
): Promise<RawAnswer> {
	const { host } = new URL(url);
	const timeout = new AbortController();
	const timer = setTimeout(() => timeout.abort(), timeoutMs);
	const giveUp = () => timeout.abort();
	signal?.addEventListener("abort", giveUp, { once: true });
	try {
		signal?.throwIfAborted();
		const response = await fetch(url, { ...init, redirect: "manual", signal: timeout.signal });
		const body = await readBody(response, details);
		return { status: response.status, headers: response.headers, body };
	} catch (error) {
		signal?.throwIfAborted();
		if (error instanceof ScimError) throw error;
		if (timeout.signal.aborted)
			throw new ScimError(
				"timeout",
				`${details.request ?? "Request"}: ${host} did not answer within ${timeoutMs / 1000} s.`,
				{ ...details, cause: error },
			);
		throw connectionFailure(error, host, details);
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener("abort", giveUp);
	}
}

async function readBody(response: Response, details: ScimErrorDetails): Promise<string> {
	if (response.body === null) return "";
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of response.body) {
		bytes += chunk.byteLength;
		// Leaving the loop cancels the rest of the body.
		if (bytes > mostAnswerBytes)
			throw new ScimError(
				"not-scim",
				`${details.request ?? "Request"}: the answer is longer than ${mostAnswerBytes / 1024 / 1024} MiB, which no page of users is.`,
				{ ...details, status: response.status },
			);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString("utf8");
}
