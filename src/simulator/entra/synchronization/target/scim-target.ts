import { isObject, type Json, type JsonObject, parseJson } from "../../../loopback/json.ts";
import { exchange, NoAnswer, type ScimAnswer } from "./exchange.ts";
import { failureOf, TargetFailure } from "./failure.ts";

/** How a job reaches its target. */
export interface Connection {
	/** The Tenant URL: the base of SCIM, perhaps with a flag such as `?aadOptscim062020`. */
	readonly baseAddress: string;
	readonly token: string;
	/** A certificate to trust in addition, in PEM. */
	readonly ca: string | undefined;
}

const flag = "aadoptscim062020";
const local: readonly string[] = ["127.0.0.1", "localhost", "[::1]"];
const busy: readonly number[] = [429, 503];
const mostAttempts = 12;

/** The SCIM API of a target on this machine. Others are never contacted: they count as unreachable. */
export class ScimTarget {
	readonly #base: URL | undefined;
	readonly #connection: Connection;
	/** Whether the Tenant URL asks for PATCH as the RFC has it, not in the older form. */
	readonly isCompliant: boolean;

	constructor(connection: Connection) {
		this.#connection = connection;
		const [base = "", query = ""] = connection.baseAddress.split(/\?(.*)/s, 2);
		const trimmed = base.trim().replace(/\/+$/, "");
		this.#base = URL.canParse(trimmed) ? new URL(trimmed) : undefined;
		this.isCompliant = [...new URLSearchParams(query).keys()].some((key) => key.toLowerCase() === flag);
	}

	/** Asks for objects by one attribute. Rejects with a TargetFailure. */
	async find(endpoint: string, attribute: string, value: string): Promise<readonly JsonObject[]> {
		const query = { filter: `${attribute} eq ${JSON.stringify(value)}` };
		const answer = parseJson(await this.#list(endpoint, query));
		const list = isObject(answer) ? (answer.Resources ?? []) : undefined;
		if (!Array.isArray(list)) {
			throw new TargetFailure(
				"SystemForCrossDomainIdentityManagementServiceIncompatible",
				"The answer of the target is not a list of SCIM.",
			);
		}
		return list.filter(isObject);
	}

	/** One object; undefined when the target has none with this ID. Rejects with a TargetFailure. */
	async get(endpoint: string, id: string): Promise<JsonObject | undefined> {
		try {
			return asObject(await this.#call("GET", `${endpoint}/${encodeURIComponent(id)}`));
		} catch (error) {
			if (error instanceof TargetFailure && error.status === 404) return undefined;
			throw error;
		}
	}

	/** Creates an object and returns its ID. Rejects with a TargetFailure. */
	async create(endpoint: string, body: JsonObject): Promise<string> {
		const { id } = asObject(await this.#call("POST", endpoint, { body }));
		if (typeof id === "string") return id;
		throw new TargetFailure(
			"SystemForCrossDomainIdentityManagementServiceIncompatible",
			"The answer of the target has no id.",
		);
	}

	/** Rejects with a TargetFailure. */
	async patch(endpoint: string, id: string, operations: readonly JsonObject[]): Promise<void> {
		const schemas = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"];
		const body = { schemas, Operations: [...operations] };
		await this.#call("PATCH", `${endpoint}/${encodeURIComponent(id)}`, { body });
	}

	/** Rejects with a TargetFailure. */
	async delete(endpoint: string, id: string): Promise<void> {
		await this.#call("DELETE", `${endpoint}/${encodeURIComponent(id)}`);
	}

	/** A list that is not there means that the target does not have this type of object. */
	async #list(endpoint: string, query: Readonly<Record<string, string>>): Promise<string> {
		try {
			return await this.#call("GET", endpoint, { query });
		} catch (error) {
			if (!(error instanceof TargetFailure) || error.status !== 404) throw error;
			throw new TargetFailure(
				"SystemForCrossDomainIdentityManagementServiceIncompatible",
				error.message,
				error.status,
			);
		}
	}

	async #call(
		method: string,
		path: string,
		{ query = {}, body }: { readonly query?: Readonly<Record<string, string>>; readonly body?: Json } = {},
	): Promise<string> {
		if (!this.#base || !local.includes(this.#base.hostname)) {
			throw new TargetFailure("WebExceptionProtocolError", "The target is not reachable from here.");
		}
		const url = new URL(`${this.#base.href.replace(/\/$/, "")}${path}`);
		for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
		const { token, ca } = this.#connection;
		const text = body === undefined ? {} : { body: JSON.stringify(body) };
		for (let attempt = 1; ; attempt++) {
			const answer = await send({ method, url, token, ...text }, ca);
			if (answer.status >= 200 && answer.status < 300) return answer.text;
			if (!busy.includes(answer.status) || attempt === mostAttempts)
				throw failureOf(answer.status, answer.text);
			await pause(Math.min(answer.retryAfter ?? 0.3, 5));
		}
	}
}

async function send(...given: Parameters<typeof exchange>): Promise<ScimAnswer> {
	try {
		return await exchange(...given);
	} catch (error) {
		if (!(error instanceof NoAnswer)) throw error;
		const isLate = error.message.includes("too long");
		throw new TargetFailure(isLate ? "Timeout" : "WebExceptionProtocolError", error.message);
	}
}

const pause = (seconds: number): Promise<void> =>
	new Promise((resolve) => setTimeout(resolve, seconds * 1000).unref());

function asObject(text: string): JsonObject {
	const value = parseJson(text);
	if (isObject(value)) return value;
	throw new TargetFailure(
		"SystemForCrossDomainIdentityManagementServiceIncompatible",
		"The answer of the target is not a SCIM object.",
	);
}
