import { z } from "zod";
import type { Answer, Request } from "../../loopback/exchange.ts";
import { type JsonObject, parseJson } from "../../loopback/json.ts";
import type { Handler } from "../../loopback/routes.ts";
import { badRequest } from "../odata/refusal.ts";

/** A handler that may have to ask another server. */
export type AsyncHandler = (...given: Parameters<Handler>) => Answer | Promise<Answer>;

/** Where all routes of synchronization are. */
export const below = "/v1.0/servicePrincipals/{id}/synchronization";

/** The context of an answer. */
export function context({ origin }: Request, what: string): JsonObject {
	return { "@odata.context": `${origin}/v1.0/$metadata#${what}` };
}

/** A body. Throws a GraphRefusal. */
export function read<Schema extends z.ZodType>(schema: Schema, request: Request): z.output<Schema> {
	const body = schema.safeParse(parseJson(request.body));
	if (!body.success) throw badRequest(z.prettifyError(body.error));
	return body.data;
}
