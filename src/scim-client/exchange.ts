import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { connectionFailure, systemCode } from "../http/connection-failure.ts";
import { ScimError, type ScimErrorDetails } from "../scim/errors.ts";

/** The most bytes of one answer: 1,000 users of 32 kB each. */
export const mostAnswerBytes = 32 * 1024 * 1024;

/** One request as it is sent. */
export type Message = {
	readonly method: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string;
};

/** One answer, read to its end. */
export type RawAnswer = {
	readonly status: number;
	readonly headers: Pick<Headers, "get">;
	readonly body: string;
};

/**
 * Sends once and reads the answer to its end, both within `timeoutMs`. Redirects are not followed.
 * Throws `timeout`, `network`, `host-unknown` or `tls`; `not-scim` when the answer is too long; the caller's reason
 * when aborted.
 *
 * Over Node's own HTTP client, since fetch's streams cost more than the rest of a request to a near server, planning
 * and bookkeeping included. Its agents keep connections and follow NODE_USE_ENV_PROXY, as fetch does.
 */
export async function exchange(
	url: string,
	{ method, headers, body }: Message,
	timeoutMs: number,
	signal: AbortSignal | undefined,
	details: ScimErrorDetails,
): Promise<RawAnswer> {
	signal?.throwIfAborted();
	const place = new URL(url);
	const request = place.protocol === "https:" ? httpsRequest : httpRequest;
	const sent = request(place, { method, headers: { "accept-encoding": "gzip", ...headers } });
	let isLate = false;
	const timer = setTimeout(() => {
		isLate = true;
		sent.destroy();
	}, timeoutMs);
	const giveUp = () => void sent.destroy();
	signal?.addEventListener("abort", giveUp, { once: true });
	try {
		const answer = await answerTo(sent, body);
		const text = await readBody(answer, details);
		return { status: answer.statusCode ?? 0, headers: headersOf(answer), body: text };
	} catch (error) {
		signal?.throwIfAborted();
		if (error instanceof ScimError) throw error;
		if (isLate)
			throw new ScimError(
				"timeout",
				`${details.request ?? "Request"}: ${place.host} did not answer within ${timeoutMs / 1000} s.`,
				{ ...details, cause: error },
			);
		throw connectionFailure(error, place.host, details);
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener("abort", giveUp);
	}
}

function answerTo(sent: ClientRequest, body: string | undefined): Promise<IncomingMessage> {
	return new Promise((resolve, reject) => {
		sent.on("response", resolve);
		sent.on("error", reject);
		// After an answer this changes nothing; without one, nothing else would tell.
		sent.on("close", () => reject(new Error("closed without an answer")));
		sent.end(body);
	});
}

async function readBody(answer: IncomingMessage, details: ScimErrorDetails): Promise<string> {
	const bytes = await readBytes(answer, details);
	if (answer.headers["content-encoding"] !== "gzip" || bytes.length === 0) return bytes.toString("utf8");
	try {
		const plain = await promisify(gunzip)(bytes, { maxOutputLength: mostAnswerBytes });
		return plain.toString("utf8");
	} catch (error) {
		throw systemCode(error) === "ERR_BUFFER_TOO_LARGE" ? tooLong(answer, details) : error;
	}
}

function readBytes(answer: IncomingMessage, details: ScimErrorDetails): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		let bytes = 0;
		answer.on("data", (chunk: Buffer) => {
			bytes += chunk.length;
			if (bytes > mostAnswerBytes) answer.destroy(tooLong(answer, details));
			else chunks.push(chunk);
		});
		answer.on("end", () => resolve(Buffer.concat(chunks, bytes)));
		answer.on("error", reject);
	});
}

function tooLong({ statusCode }: IncomingMessage, details: ScimErrorDetails): ScimError {
	return new ScimError(
		"not-scim",
		`${details.request ?? "Request"}: the answer is longer than ${mostAnswerBytes / 1024 / 1024} MiB, which no page of users is.`,
		{ ...details, ...(statusCode === undefined ? {} : { status: statusCode }) },
	);
}

function headersOf({ headers }: IncomingMessage): RawAnswer["headers"] {
	return {
		get(name) {
			const value = headers[name];
			return Array.isArray(value) ? value.join(", ") : (value ?? null);
		},
	};
}
