import { z } from "zod";
import { type Answer, json, type Request } from "../loopback/exchange.ts";
import { type Json, type JsonObject, parseJson } from "../loopback/json.ts";
import type { Pending } from "../loopback/routes.ts";
import { badRequest, GraphRefusal } from "./odata/refusal.ts";

/** Maximum requests in one batch. */
const largestBatch = 20;

const batchSchema = z.object({
	requests: z
		.array(
			z.object({
				id: z.string(),
				method: z.string().toUpperCase(),
				url: z.string(),
				headers: z.record(z.string(), z.string()).default({}),
				body: z.json().optional(),
				dependsOn: z.array(z.string()).default([]),
			}),
		)
		.min(1),
});

/** Answers `/$batch` (learn.microsoft.com/graph/json-batching) by answering each part separately. Throws a GraphRefusal. */
export async function batch(request: Request, answer: (request: Request) => Pending): Promise<Answer> {
	const parsed = batchSchema.safeParse(parseJson(request.body));
	if (!parsed.success) throw badRequest(`Invalid batch payload format: ${z.prettifyError(parsed.error)}`);
	const { requests } = parsed.data;
	if (requests.length > largestBatch) {
		throw new GraphRefusal(
			400,
			"BadRequest",
			`Number of batch request steps exceeds the maximum value of ${largestBatch}.`,
		);
	}
	if (new Set(requests.map((part) => part.id)).size < requests.length) {
		throw new GraphRefusal(400, "BadRequest", "Request ids in a batch must be unique.");
	}
	const failed = new Set<string>();
	const responses: JsonObject[] = [];
	for (const part of requests) {
		const given = part.dependsOn.some((id) => failed.has(id))
			? json(424, { error: { code: "FailedDependency", message: "A request this one depends on failed." } })
			: await answer(inner(request, part));
		if (given.status >= 400) failed.add(part.id);
		responses.push({ id: part.id, status: given.status, headers: { ...given.headers }, body: bodyOf(given) });
	}
	return json(200, { responses });
}

function inner(request: Request, part: z.output<typeof batchSchema>["requests"][number]): Request {
	const [path = "", query = ""] = part.url.split(/\?(.*)/s, 2);
	const headers = Object.fromEntries(
		Object.entries(part.headers).map(([name, value]) => [name.toLowerCase(), value]),
	);
	return {
		method: part.method,
		path: `/v1.0/${path.replace(/^\//, "")}`,
		query: new URLSearchParams(query),
		headers: { authorization: request.headers.authorization, ...headers },
		body: part.body === undefined ? "" : JSON.stringify(part.body),
		origin: request.origin,
	};
}

function bodyOf(answer: Answer): Json {
	if (answer.text === undefined) return answer.body ?? null;
	return parseJson(answer.text) ?? answer.text;
}
