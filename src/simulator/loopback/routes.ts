import type { Answer, Request } from "./exchange.ts";

/** Handles one kind of request; `first` and `second` are the decoded `{…}` parts of the path, empty when absent. */
export type Handler = (request: Request, first: string, second: string) => Answer;

/** Handlers by method and path template, such as `"GET /v1/users/{id}"`. A literal part has priority over `{…}`. */
export type Routes = Readonly<Record<string, Handler>>;

/** The route of a request. `template` names the kind of request in counters. */
export type Match =
	| { readonly kind: "found"; readonly template: string; answer(request: Request): Answer }
	| { readonly kind: "wrong-method"; readonly template: string }
	| { readonly kind: "unknown"; readonly template: string };

interface Route {
	readonly method: string;
	readonly template: string;
	readonly parts: readonly string[];
	readonly handler: Handler;
}

/** Finds the handler of a request by its method and path. */
export class Router {
	readonly #routes: readonly Route[];

	constructor(routes: Routes) {
		this.#routes = Object.entries(routes)
			.map(([key, handler]) => {
				const [method = "", template = ""] = key.split(" ");
				return { method, template, parts: split(template), handler };
			})
			.sort((a, b) => variables(a) - variables(b));
	}

	match(method: string, path: string): Match {
		const parts = split(path);
		let otherMethod: Route | undefined;
		for (const route of this.#routes) {
			const values = bind(route.parts, parts);
			if (values === undefined) continue;
			if (route.method !== method) {
				otherMethod ??= route;
				continue;
			}
			const [first = "", second = ""] = values;
			return {
				kind: "found",
				template: `${method} ${route.template}`,
				answer: (request) => route.handler(request, first, second),
			};
		}
		if (otherMethod) return { kind: "wrong-method", template: `${method} ${otherMethod.template}` };
		return { kind: "unknown", template: `${method} (unknown)` };
	}
}

const variables = (route: Route): number => route.parts.filter((part) => part.startsWith("{")).length;

const split = (path: string): string[] => path.split("/").filter((part) => part !== "");

function bind(template: readonly string[], parts: readonly string[]): string[] | undefined {
	if (template.length !== parts.length) return undefined;
	const values: string[] = [];
	for (let index = 0; index < parts.length; index++) {
		const expected = template[index] ?? "";
		const part = parts[index] ?? "";
		if (expected.startsWith("{")) values.push(decode(part));
		else if (expected !== part) return undefined;
	}
	return values;
}

function decode(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch (error) {
		if (error instanceof URIError) return part;
		throw error;
	}
}
