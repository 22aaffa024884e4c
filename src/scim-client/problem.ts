import { z } from "zod";
import { ScimError, type ScimErrorCode } from "../scim/errors.ts";
import { plainText } from "../text/plain-text.ts";

/** A server's own words about a failure, safe to show. */
export type Problem = { readonly scimType?: string; readonly detail?: string };

/** RFC 7644 §3.12; `status` is ignored, since it repeats the HTTP status, which is always present. */
const scimProblem = z.object({ scimType: z.string().nullish(), detail: z.string().nullish() });

/** The form of Sumo's other APIs, which its gateway also uses in front of SCIM: `{id, errors: [{code, message}]}`. */
const sumoProblem = z.object({
	errors: z
		.array(z.object({ code: z.string(), message: z.string().nullish(), detail: z.string().nullish() }))
		.min(1),
});

/** The form of Sumo's gateway for 301, 401 and 403: `{status, id, code, message}`. */
const gatewayProblem = z.object({ id: z.string().nullish(), code: z.string(), message: z.string() });

/** Reads the body of a failed answer, whatever it is: SCIM's form, one of Sumo's forms, or the first words. */
export function readProblem(body: string): Problem {
	const json = parse(body);
	const sumo = sumoProblem.safeParse(json);
	if (sumo.success) {
		const [first] = sumo.data.errors;
		const words = [first?.message, first?.detail].filter((part) => part != null && part !== "").join(" ");
		return { detail: plainText(`${words} (${first?.code ?? ""})`.trim()) };
	}
	const gateway = gatewayProblem.safeParse(json);
	if (gateway.success) {
		const { id, code, message } = gateway.data;
		return { detail: plainText(`${message} (${code}${id ? `, request ${id}` : ""})`) };
	}
	const scim = scimProblem.safeParse(json);
	if (scim.success) {
		const { scimType, detail } = scim.data;
		return {
			...(scimType ? { scimType: plainText(scimType, 60) } : {}),
			...(detail ? { detail: plainText(detail) } : {}),
		};
	}
	const words = plainText(body, 120);
	return words === "" ? {} : { detail: words };
}

/** The parts of a failed answer that explain it. */
export type FailedAnswer = {
	readonly status: number;
	readonly body: string;
	readonly method: string;
	/** Method and path, for messages. */
	readonly request: string;
	readonly location: string | undefined;
	/** The name of the location, if known: `the deployment us2`. */
	readonly place: string | undefined;
	readonly attempts: number;
};

/** The typed error for an answer outside 2xx. */
export function failure(answer: FailedAnswer): ScimError {
	const { status, request, attempts } = answer;
	const problem = readProblem(answer.body);
	const [code, meaning] = explain(answer, problem);
	const said = problem.detail === undefined ? "" : ` The server says: ${problem.detail}`;
	return new ScimError(code, `${request}: ${meaning} (${status}).${said}`, {
		status,
		request,
		attempts,
		...problem,
		...(answer.location === undefined ? {} : { location: answer.location }),
	});
}

function explain(answer: FailedAnswer, { scimType }: Problem): [ScimErrorCode, string] {
	const { status, body, method, location, place } = answer;
	if (status >= 300 && status < 400)
		return [
			"moved",
			`the account is at another address: ${place ?? location ?? "the server does not name it"}`,
		];
	if (status === 409 || scimType?.toLowerCase() === "uniqueness")
		return ["conflict", "a user with these values already exists and may be deactivated"];
	if (method === "PATCH" && (status === 405 || status === 501))
		return ["patch-unsupported", "the server does not support PATCH"];
	switch (status) {
		case 401:
			return ["unauthorized", "the server rejects the credentials"];
		case 403:
			return ["forbidden", "the credentials lack the permission for this"];
		case 404:
			return /^\s*</.test(body)
				? ["not-scim", "the server answers with a web page, so the SCIM URL is likely wrong"]
				: ["not-found", "the resource does not exist"];
		case 408:
			return ["timeout", "the server timed out waiting for the request"];
		case 412:
			return ["precondition-failed", "the user has changed since it was read"];
		case 429:
			return ["too-many-requests", "the server's rate limit was exceeded"];
	}
	if (status >= 500) return ["unavailable", "the server failed"];
	return ["invalid", "the server does not accept the request"];
}

function parse(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		return undefined; // not JSON: the caller shows its first words
	}
}
