import { randomUUID } from "node:crypto";
import { z } from "zod";
import { isPassingStatus } from "../../http/http-failure.ts";
import { defaultBackOff, readRetryAfter } from "../../http/retry-timing.ts";
import { type GraphClient, shaped } from "./graph-client.ts";
import { type GraphError, graphFailure } from "./graph-error.ts";

/** Maximum number of requests in a batch. */
const maxParts = 20;

/** A part without a response counts as a failure of the server. */
const noAnswer = 500;

/** What is shown in place of the body of a part without a response. */
const leftOut = "The answer to the batch lacks this request";

/** A GET inside a batch: path and query below the Graph URL. */
export type Part = { readonly url: string; readonly headers?: Readonly<Record<string, string>> };

/** The result of a part, after all retries. */
export type PartAnswer = {
	/** The answer in that shape. Throws `GraphError` when the part failed, `DirectoryError` when it does not fit. */
	readonly as: <T>(shape: z.ZodType<T>) => T;
	/** Undefined when the part succeeded. */
	readonly failure: GraphError | undefined;
};

const answers = z.object({
	responses: z.array(
		z.object({
			id: z.string(),
			status: z.int(),
			headers: z.record(z.string(), z.unknown()).nullish(),
			body: z.unknown().optional(),
		}),
	),
});

type RawPart = z.infer<typeof answers>["responses"][number];

/**
 * Sends GETs together, 20 in one request, and returns their answers in the same order.
 * Parts that Graph throttles or fails are retried separately, unless it asks for an unreasonably long wait; the caller handles any
 * other failure.
 *
 * @see https://learn.microsoft.com/graph/json-batching
 */
export async function batch(
	client: GraphClient,
	parts: readonly Part[],
	signal: AbortSignal | undefined,
): Promise<readonly PartAnswer[]> {
	const given: PartAnswer[] = [];
	for (let start = 0; start < parts.length; start += maxParts) {
		given.push(...(await sendTogether(client, parts.slice(start, start + maxParts), signal)));
	}
	return given;
}

async function sendTogether(
	client: GraphClient,
	parts: readonly Part[],
	signal: AbortSignal | undefined,
): Promise<readonly PartAnswer[]> {
	const answered = new Map<string, RawPart>();
	const all = parts.map(({ url, headers }, index) => ({
		id: String(index),
		method: "GET",
		url,
		headers: { ...headers, "client-request-id": randomUUID() },
	}));
	let open = all;
	for (let retry = 1; open.length > 0; retry++) {
		const request = {
			method: "POST",
			url: "/$batch",
			body: { requests: open },
			reads: true,
			signal,
		} as const;
		const { responses } = await client.send(request, answers);
		for (const response of responses) answered.set(response.id, response);
		open = open.filter(({ id }) => isWorthRetrying(answered.get(id)));
		if (open.length === 0 || retry > client.retries) break;
		await client.pause(retry, longestRetryAfter(open.map(({ id }) => answered.get(id))), signal);
	}
	return all.map((part) => answerOf(part, part.headers["client-request-id"], answered.get(part.id)));
}

/** A part that Graph left out of its answer counts as failed for now. One that is to wait for too long does not hold up the others. */
function isWorthRetrying(part: RawPart | undefined): boolean {
	const wait = readRetryAfter(headersOf(part)) ?? 0;
	return isPassingStatus(part?.status ?? noAnswer) && wait <= defaultBackOff.maxRetryAfterMs;
}

function longestRetryAfter(parts: readonly (RawPart | undefined)[]): number | undefined {
	const waits = parts.flatMap((part) => readRetryAfter(headersOf(part)) ?? []);
	return waits.length === 0 ? undefined : Math.max(...waits);
}

function headersOf(part: RawPart | undefined): Headers {
	const headers = new Headers();
	for (const [name, value] of Object.entries(part?.headers ?? {})) {
		if (typeof value === "string" || typeof value === "number") headers.set(name, String(value));
	}
	return headers;
}

function answerOf({ url }: Part, sentId: string, response: RawPart | undefined): PartAnswer {
	const name = `GET ${decodeURI(url.split("?")[0] ?? url)}`;
	const status = response?.status ?? noAnswer;
	const challenge = headersOf(response).get("www-authenticate") ?? undefined;
	const failure =
		status >= 200 && status < 300
			? undefined
			: graphFailure(status, response === undefined ? leftOut : response.body, name, { challenge, sentId });
	return {
		failure,
		as(shape) {
			if (failure) throw failure;
			return shaped(response?.body, shape, name, sentId);
		},
	};
}
