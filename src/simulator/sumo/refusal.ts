import { type Answer, json } from "../loopback/exchange.ts";
import type { JsonObject } from "../loopback/json.ts";

/** The error types of RFC 7644 §3.12 that apply to a User. */
export type ScimType =
	| "invalidFilter"
	| "invalidPath"
	| "invalidSyntax"
	| "invalidValue"
	| "mutability"
	| "noTarget"
	| "uniqueness";

const errorSchema = "urn:ietf:params:scim:api:messages:2.0:Error";

/** A request that the SCIM API rejects. `code` is the scimType if there is one. */
export class ScimRefusal extends Error {
	readonly code: ScimType | "notFound" | "preconditionFailed" | "notImplemented";
	readonly status: number;

	constructor(status: number, code: ScimRefusal["code"], detail: string) {
		super(detail);
		this.name = "ScimRefusal";
		this.status = status;
		this.code = code;
	}

	/** The error body of RFC 7644 §3.12; Sumo may send `status` as a number where the RFC says string. */
	answer(statusAs: "number" | "string"): Answer {
		const body: JsonObject = {
			schemas: [errorSchema],
			status: statusAs === "number" ? this.status : String(this.status),
			detail: this.message,
		};
		if (!["notFound", "preconditionFailed", "notImplemented"].includes(this.code)) body.scimType = this.code;
		return json(this.status, body, { "content-type": "application/scim+json" });
	}
}

/** A request that another API of Sumo Logic or its gateway rejects: `{id, errors: [{code, message}]}`. */
export class ApiRefusal extends Error {
	readonly status: number;
	readonly code: string;
	readonly headers: Readonly<Record<string, string>>;

	constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
		super(message);
		this.name = "ApiRefusal";
		this.status = status;
		this.code = code;
		this.headers = headers;
	}

	/** `request` is the id that Sumo Logic's support asks for. */
	answer(request: number): Answer {
		const id = request
			.toString(36)
			.toUpperCase()
			.padStart(15, "0")
			.replace(/(.{5})(?=.)/g, "$1-");
		return json(this.status, { id, errors: [{ code: this.code, message: this.message }] }, this.headers);
	}
}
