import { z } from "zod";
import type { Counters } from "./counters.ts";
import { type Answer, json, noContent, type Request } from "./exchange.ts";
import { type Faults, faultSchema } from "./faults.ts";
import { parseJson } from "./json.ts";
import type { Routes } from "./routes.ts";

/** The prefix of the control API, on the same loopback server as what it controls. */
export const controlPrefix = "/_control";

/** Control routes that every simulator has: faults and request counters. */
export function commonControl(faults: Faults, counters: Counters): Routes {
	return {
		"GET /_control/faults": () => json(200, z.json().parse(faults.pending())),
		"POST /_control/faults": controlled(faultSchema, (fault) => {
			faults.add(fault);
			return noContent;
		}),
		"DELETE /_control/faults": () => {
			faults.clear();
			return noContent;
		},
		"POST /_control/release": () => {
			faults.release();
			return noContent;
		},
		"GET /_control/requests": () => json(200, counters.report()),
		"DELETE /_control/requests": () => {
			counters.reset();
			return noContent;
		},
	};
}

/** A handler that reads its JSON body by a schema and answers 400 with the reason when it does not fit. */
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
 * Why a control request is refused, or `undefined`.
 * A web page on this machine must not be able to steer the simulator: its requests carry another Host,
 * or cannot carry a JSON content type without asking first.
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
