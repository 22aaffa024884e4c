import { z } from "zod";
import { type Answer, json, type Request } from "./exchange.ts";
import { parseJson } from "./json.ts";

/** The prefix of the control API, on the same loopback server as the simulator. */
export const controlPrefix = "/_control";

/** A handler that parses its JSON body by a schema and responds with 400 and the reason if it is invalid. */
export function controlled<Schema extends z.ZodType>(
	schema: Schema,
	handle: (value: z.output<Schema>, first: string, second: string) => Answer,
): (request: Request, first: string, second: string) => Answer {
	return (request, first, second) => {
		const body = schema.safeParse(parseJson(request.body));
		if (!body.success) return json(400, { error: z.prettifyError(body.error) });
		return handle(body.data, first, second);
	};
}

/**
 * Why a control request is rejected, or `undefined`.
 * A web page on this machine must not control the simulator: its requests have a different Host,
 * or cannot have a JSON content type without a preflight request.
 */
export function refuseControl(request: Request): Answer | undefined {
	const host = (request.headers.host ?? "").replace(/:\d+$/, "");
	if (!["127.0.0.1", "localhost"].includes(host)) return json(403, { error: `unknown host ${host}` });
	const type = request.headers["content-type"] ?? "";
	if (request.headers.origin !== undefined) return json(403, { error: "not for web pages" });
	if (request.body !== "" && !type.startsWith("application/json")) {
		return json(415, { error: "send application/json" });
	}
	return undefined;
}
