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

/** How an error is written. `documented`: each API's own form. */
export interface ErrorStyle {
	readonly form: "documented" | "scim" | "classic" | "gateway";
	/** The type of `status` in SCIM's form; Sumo Logic may send a number where the RFC says string. */
	readonly statusAs: "number" | "string";
	/** Number of the failed request, from which the id is made that Sumo Logic's support asks for. */
	readonly request: number;
}

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

	answer(style: ErrorStyle): Answer {
		if (style.form === "documented" || style.form === "scim") {
			const isType = !["notFound", "preconditionFailed", "notImplemented"].includes(this.code);
			return scimForm(this.status, this.message, isType ? this.code : undefined, style);
		}
		const code = this.status === 404 ? "notfound" : "request:malformed";
		return plainForm(this.status, code, this.message, style);
	}
}

/** A request that another API of Sumo Logic or its gateway rejects. */
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

	answer(style: ErrorStyle): Answer {
		const answer =
			style.form === "scim"
				? scimForm(this.status, this.message, undefined, style)
				: plainForm(this.status, this.code, this.message, style);
		return { ...answer, headers: { ...answer.headers, ...this.headers } };
	}
}

/** RFC 7644 §3.12. */
function scimForm(
	status: number,
	detail: string,
	scimType: string | undefined,
	{ statusAs }: ErrorStyle,
): Answer {
	const body: JsonObject = {
		schemas: [errorSchema],
		status: statusAs === "number" ? status : String(status),
		detail,
	};
	if (scimType !== undefined) body.scimType = scimType;
	return json(status, body, { "content-type": "application/scim+json" });
}

/** `{id, errors: [{code, message}]}`, or `{status, id, code, message}` as in Sumo Logic's troubleshooting guide. */
function plainForm(status: number, code: string, message: string, { form, request }: ErrorStyle): Answer {
	const id = request
		.toString(36)
		.toUpperCase()
		.padStart(15, "0")
		.replace(/(.{5})(?=.)/g, "$1-");
	return json(
		status,
		form === "gateway" ? { status, id, code, message } : { id, errors: [{ code, message }] },
	);
}
