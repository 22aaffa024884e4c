import type { Answer, Request } from "./exchange.ts";

/** Handles one kind of request; `first` to `third` are the decoded `{…}` parts of the path, empty when absent. */
export type Handler<Result = Answer> = (
	request: Request,
	first: string,
	second: string,
	third: string,
) => Result;

/** Handlers by method and path template, such as `"GET /v1/users/{id}"`. A literal part has priority over `{…}`. */
export type Routes<Result = Answer> = Readonly<Record<string, Handler<Result>>>;

/** An answer, or the promise of one when another server has to be asked. */
export type Pending = Answer | Promise<Answer>;

/** The route of a request. `template` names the kind of request in counters. */
export type Match<Result = Answer> =
	| { readonly kind: "found"; readonly template: string; answer(request: Request): Result }
	| { readonly kind: "wrong-method"; readonly template: string }
	| { readonly kind: "unknown"; readonly template: string };

interface Route<Result> {
	readonly method: string;
	readonly template: string;
	readonly parts: readonly string[];
	readonly handler: Handler<Result>;
}

/** Finds the handler of a request by its method and path. */
export class Router<Result = Answer> {
	readonly #routes: readonly Route<Result>[];

	constructor(routes: Routes<Result>) {
		this.#routes = Object.entries(routes)
			.map(([key, handler]) => {
				const [method = "", template = ""] = key.split(" ");
				return { method, template, parts: split(template), handler };
			})
			.sort((a, b) => variables(a) - variables(b));
	}

	match(method: string, path: string): Match<Result> {
		const parts = split(path);
		let otherMethod: Route<Result> | undefined;
		for (const route of this.#routes) {
			const values = bind(route.parts, parts);
			if (values === undefined) continue;
			if (route.method !== method) {
				otherMethod ??= route;
				continue;
			}
			const [first = "", second = "", third = ""] = values;
			return {
				kind: "found",
				template: `${method} ${route.template}`,
				answer: (request) => route.handler(request, first, second, third),
			};
		}
		if (otherMethod) return { kind: "wrong-method", template: `${method} ${otherMethod.template}` };
		return { kind: "unknown", template: `${method} (unknown)` };
	}
}

const variables = (route: Pick<Route<unknown>, "parts">): number =>
	route.parts.filter((part) => part.startsWith("{")).length;

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
