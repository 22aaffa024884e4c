import { z } from "zod";
import { ScimError, type ScimErrorCode, type ScimErrorDetails, type ServerPause } from "../scim/errors.ts";
import { asSentence } from "../text/as-sentence.ts";
import { plainText } from "../text/plain-text.ts";

/** A server's own words about a failure, safe to show. */
export type Problem = Pick<ScimErrorDetails, "scimType" | "serverCode" | "requestId" | "detail">;

const text = z
	.union([z.string(), z.number()])
	.nullish()
	.catch(undefined)
	.transform((value) => (value === null || value === undefined ? "" : String(value)));

/** One of Sumo's errors: `meta` holds values that the message refers to. */
const sumoError = z.object({
	code: text,
	message: text,
	detail: text,
	meta: z.json().nullish().catch(undefined),
});

/**
 * Every form in which Sumo describes a failure, and those of common gateways: SCIM's (RFC 7644 §3.12), `{id, errors: [{code,
 * message}]}` of its other APIs, `{status, id, code, message}` of its gateway, and OAuth's. A body may mix them. SCIM's
 * `status` is not read: it repeats the HTTP status.
 *
 * @see https://www.sumologic.com/help/docs/api/about-apis/troubleshooting/
 */
const problem = z.object({
	id: text,
	code: text,
	message: text,
	scimType: text,
	detail: text,
	errors: z.array(sumoError).nullish().catch(undefined),
	error: text,
	error_description: text,
});

/** Reads the body of a failed answer, whatever it is: one of the known forms, or the first words. */
export function readProblem(body: string): Problem {
	const parsed = problem.safeParse(parse(body));
	const known = parsed.success ? readKnown(parsed.data) : {};
	if (Object.keys(known).length > 0) return known;
	const words = plainText(body, 120);
	return words === "" ? {} : { detail: words };
}

function readKnown({ errors, ...whole }: z.infer<typeof problem>): Problem {
	const all = errors ?? [];
	const words = [
		whole.message,
		whole.detail,
		...all.flatMap(({ message, detail, meta }) => [
			message,
			detail,
			meta == null ? "" : JSON.stringify(meta),
		]),
		whole.error_description,
	];
	const code = [whole.code, ...all.map((one) => one.code), whole.error].find((one) => one !== "") ?? "";
	const serverCode = plainText(code, 60);
	const requestId = plainText(whole.id, 60);
	const reference = [serverCode, requestId === "" ? "" : `request ${requestId}`].filter(
		(part) => part !== "",
	);
	// The code and the id come after the words, which may be long.
	const said = plainText([...new Set(words)].filter((part) => part !== "").join(" "));
	const detail = `${said}${reference.length === 0 ? "" : ` (${reference.join(", ")})`}`.trim();
	return {
		...(whole.scimType === "" ? {} : { scimType: plainText(whole.scimType, 60) }),
		...(serverCode === "" ? {} : { serverCode }),
		...(requestId === "" ? {} : { requestId }),
		...(detail === "" ? {} : { detail }),
	};
}

/** Whether a failed answer is about the rate limit, whatever its status: then nothing was done. */
export function isThrottled(status: number | undefined, body: string): boolean {
	if (status === 429) return true;
	const problem = readProblem(body);
	return meaningOfCode(problem.serverCode) === "too-many-requests" || saysThrottled(status, problem);
}

/** Whether a failed answer is about the credential, and not about what it may do. */
export function isAboutCredential(status: number, body: string): boolean {
	return status === 401 && meaningOfCode(readProblem(body).serverCode) !== "forbidden";
}

/** Sumo Logic is reported to answer 500 for its rate limit, also without its code. */
function saysThrottled(status: number | undefined, { detail = "" }: Problem): boolean {
	return (
		status !== undefined &&
		status >= 500 &&
		/rate limit (was |is |has been )?exceeded|too many requests/i.test(detail)
	);
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
	readonly pause?: ServerPause | undefined;
};

/** The typed error for an answer outside 2xx. */
export function failure(answer: FailedAnswer): ScimError {
	const { status, request, attempts } = answer;
	const problem = readProblem(answer.body);
	const [code, meaning] = explain(answer, problem);
	const said = problem.detail === undefined ? "" : ` The server says: ${problem.detail}`;
	const words = answer.pause === undefined ? said : `${asSentence(said)} ${pauseWords(answer.pause)}`;
	return new ScimError(code, `${request}: ${meaning} (${status}).${words}`, {
		status,
		request,
		attempts,
		pause: answer.pause,
		...problem,
		...(answer.location === undefined ? {} : { location: answer.location }),
	});
}

function pauseWords({ ms }: ServerPause): string {
	if (ms === null) return "It refused again after each of several pauses.";
	return `It asks for a pause of ${Math.ceil(ms / 1000)} seconds.`;
}

/**
 * Codes that say more than the status they come with: a gateway may answer 500 for a rate limit, or 401 for a missing
 * permission.
 *
 * @see https://www.sumologic.com/help/docs/api/about-apis/getting-started/ and RFC 7644 §3.12
 */
const meanings: ReadonlyMap<string, ScimErrorCode> = new Map([
	["moved", "moved"],
	["unauthorized", "unauthorized"],
	["forbidden", "forbidden"],
	["notfound", "not-found"],
	["rate.limit.exceeded", "too-many-requests"],
	["internal.error", "unavailable"],
	["service.unavailable", "unavailable"],
	["uniqueness", "conflict"],
]);

function meaningOfCode(code: string | undefined): ScimErrorCode | undefined {
	return code === undefined ? undefined : meanings.get(code.toLowerCase());
}

const meaningOfStatus: Readonly<Record<number, ScimErrorCode>> = {
	401: "unauthorized",
	403: "forbidden",
	404: "not-found",
	408: "timeout",
	409: "conflict",
	412: "precondition-failed",
	429: "too-many-requests",
};

function codeOf(
	{ status, body, method }: FailedAnswer,
	{ scimType, serverCode, detail = "" }: Problem,
): ScimErrorCode {
	if (status >= 300 && status < 400) return "moved";
	if (method === "PATCH" && (status === 405 || status === 501)) return "patch-unsupported";
	const named = meaningOfCode(scimType) ?? meaningOfCode(serverCode);
	if (named !== undefined) return named;
	if (status === 404 && /^\s*</.test(body)) return "not-scim";
	const byStatus = meaningOfStatus[status];
	if (byStatus !== undefined) return byStatus;
	if (saysThrottled(status, { detail })) return "too-many-requests";
	if (status >= 500) return "unavailable";
	return saysTaken(`${serverCode ?? ""} ${detail}`) || namesTaken(serverCode ?? "") ? "conflict" : "invalid";
}

function saysTaken(words: string): boolean {
	return /already[ ._-](exists|in[ ._-]use|taken|held|registered)|duplicate|(not|must be) unique/i.test(
		words,
	);
}

/**
 * Codes of Sumo's other APIs name an area and what is wrong: `content1:too_many_items`. None is documented for a value that is taken, so
 * the end of the code decides.
 *
 * @see https://github.com/api-evangelist/sumo-logic/blob/main/openapi/sumo-logic-scimusermanagement-api-openapi.yml, a copy of Sumo's
 * OpenAPI description
 */
function namesTaken(code: string): boolean {
	return /[:._-](?:exists|taken|in[._-]use)$/i.test(code) && !/not[._-]exists$/i.test(code);
}

function explain(answer: FailedAnswer, problem: Problem): [ScimErrorCode, string] {
	const { location, place } = answer;
	const code = codeOf(answer, problem);
	const words: Partial<Record<ScimErrorCode, string>> = {
		moved: `the account is at another address: ${place ?? location ?? "the server does not name it"}`,
		conflict: "a user with these values already exists and may be deactivated",
		"patch-unsupported": "the server does not support PATCH",
		unauthorized: "the server rejects the credentials",
		forbidden: "the credentials lack the permission for this",
		"not-scim": "the server answers with a web page, so the SCIM URL is likely wrong",
		"not-found": "the resource does not exist",
		timeout: "the server timed out waiting for the request",
		"precondition-failed": "the user has changed since it was read",
		"too-many-requests": "the server's rate limit was exceeded",
		unavailable: "the server failed",
	};
	return [code, words[code] ?? "the server does not accept the request"];
}

function parse(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		return undefined; // not JSON: the caller shows its first words
	}
}
