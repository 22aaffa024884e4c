import type { Answer, ScimClient } from "./client.ts";
import type { ScimRequest } from "./scim-request.ts";

/** A request that only reads. */
export type ReadRequest = Omit<ScimRequest, "method" | "body" | "ifMatch" | "permit">;

/**
 * Sends a GET and reads its answer. An answer that was cut off, though its connection was not, is asked for again like one
 * that was. Throws `ScimError`, and the signal's reason when aborted.
 */
export async function sendAndRead<T>(
	client: ScimClient,
	request: ReadRequest,
	read: (answer: Answer) => T,
): Promise<T> {
	const retries = request.retries ?? client.retries;
	for (let retry = 0; ; ) {
		const answer = await client.send({ ...request, method: "GET" });
		try {
			return read(answer);
		} catch (error) {
			if (retry >= retries || !isCutOff(answer.body.text)) throw error;
			await client.pause(++retry, request.signal);
		}
	}
}

/** Whether JSON has begun and has no end, or not even begun. A web page is something else. */
function isCutOff(body: string): boolean {
	const text = body.trim();
	if (text === "") return true;
	if (!/^[{[]/.test(text)) return false;
	try {
		JSON.parse(text);
		return false;
	} catch {
		return true;
	}
}
