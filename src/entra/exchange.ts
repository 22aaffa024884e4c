import { systemCode } from "../http/connection-failure.ts";
import { DirectoryError } from "../ports/directory.ts";

/** The most bytes of one answer: a page of 999 users of 64 kB each. */
const mostBytes = 64 * 1024 * 1024;

/** One answer, read to its end. */
export type RawAnswer = { readonly status: number; readonly headers: Headers; readonly body: string };

/**
 * Sends once and reads the answer to its end, both within `timeoutMs`. Redirects are not followed: the token is for
 * one host. Throws `DirectoryError` `network`, or the signal's reason when aborted.
 */
export async function exchange(
	request: Request,
	name: string,
	timeoutMs: number,
	signal: AbortSignal | undefined,
): Promise<RawAnswer> {
	const { host } = new URL(request.url);
	const end = new AbortController();
	const giveUp = () => end.abort();
	const timer = setTimeout(giveUp, timeoutMs);
	signal?.addEventListener("abort", giveUp, { once: true });
	try {
		signal?.throwIfAborted();
		const response = await fetch(request, { redirect: "manual", signal: end.signal });
		return { status: response.status, headers: response.headers, body: await readBody(response, name) };
	} catch (error) {
		signal?.throwIfAborted();
		if (error instanceof DirectoryError) throw error;
		const what = end.signal.aborted
			? `${host} did not answer within ${timeoutMs / 1000} s`
			: failureWords(error, host);
		throw new DirectoryError("network", `${name}: ${what}.`, error);
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener("abort", giveUp);
	}
}

async function readBody(response: Response, name: string): Promise<string> {
	if (response.body === null) return "";
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of response.body) {
		bytes += chunk.byteLength;
		if (bytes > mostBytes)
			throw new DirectoryError("unavailable", `${name}: the answer is longer than any page of Graph.`);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString("utf8");
}

/** What a connection that gave no answer means, as the end of a sentence. */
export function failureWords(error: unknown, host: string): string {
	const code = systemCode(error) ?? "";
	if (/^(ENOTFOUND|EAI_)/.test(code))
		return `the name ${host} could not be looked up; check the network and the Graph URL`;
	if (code === "ECONNREFUSED") return `${host} refuses the connection; check the Graph URL`;
	if (/CERT|TLS|SSL|EPROTO/.test(code)) {
		return `no trusted TLS connection to ${host} (${code}); behind an inspecting proxy, set NODE_EXTRA_CA_CERTS`;
	}
	const words = code || (error instanceof Error ? error.message : "unknown cause");
	return `the connection to ${host} broke off before the answer was complete (${words})`;
}
