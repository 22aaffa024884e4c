import { z } from "zod";
import { DirectoryError, type DirectoryErrorCode } from "../../ports/source/directory.ts";
import { plainText } from "../../text/plain-text.ts";
import { permissionAdvice } from "./permission.ts";

/** An answer of Graph that is not a success. */
export class GraphError extends DirectoryError {
	/** HTTP status. */
	readonly status: number;
	/** Graph's own code, such as `Request_ResourceNotFound`; empty when it gave none. */
	readonly graphCode: string;
	/** Graph's own message. */
	readonly detail: string;
	/** The id that Microsoft's support asks for; empty when unknown. */
	readonly requestId: string;

	constructor(
		code: DirectoryErrorCode,
		message: string,
		{
			status,
			graphCode,
			detail,
			requestId,
		}: Pick<GraphError, "status" | "graphCode" | "detail" | "requestId">,
	) {
		super(code, message);
		this.status = status;
		this.graphCode = graphCode;
		this.detail = detail;
		this.requestId = requestId;
	}
}

/** @see https://learn.microsoft.com/graph/errors */
const inner = z.looseObject({
	"request-id": z.string().nullish(),
	"client-request-id": z.string().nullish(),
});
const errorBody = z.lazy(() =>
	z.object({
		error: z
			.object({
				code: z.string().nullish(),
				message: z.string().nullish(),
				innerError: inner.optional().catch(undefined),
				innererror: inner.optional().catch(undefined),
			})
			.nullable(),
	}),
);

/**
 * What a failed answer means.
 *
 * @param request method and path, for people: `GET /users/delta`
 * @param location where a redirect points
 * @param challenge the header WWW-Authenticate
 * @param sentId the client-request-id that was sent, used when the answer has no id
 * @param note a sentence that explains it further, such as one about clocks
 */
export function graphFailure(
	status: number,
	body: unknown,
	request: string,
	{
		location,
		challenge = "",
		sentId = "",
		note,
	}: {
		readonly location?: string | undefined;
		readonly challenge?: string | undefined;
		readonly sentId?: string;
		readonly note?: string | undefined;
	} = {},
): GraphError {
	const parsed = errorBody.safeParse(typeof body === "string" ? json(body) : body);
	const graphCode = parsed.data?.error?.code ?? "";
	const words = parsed.success
		? (parsed.data.error?.message ?? "")
		: typeof body === "string" && body.trim() !== "{}"
			? body
			: "";
	const detail = plainText(words, 300);
	const said =
		detail === "" ? `answered ${status}` : `says: ${detail.replace(/\.$/, "")} (${graphCode || status})`;
	const remedy =
		status >= 300 && status < 400
			? `It redirects to ${location ?? "a place that it does not name"}, which was not followed: the token is for one host.`
			: isClaimsChallenge(challenge)
				? claimsAdvice
				: remedyFor(status, graphCode, request);
	const innerError = parsed.data?.error?.innerError ?? parsed.data?.error?.innererror;
	const requestId = plainText(innerError?.["request-id"] ?? innerError?.["client-request-id"] ?? sentId, 40);
	const trace = requestId === "" ? "" : `Request ID: ${requestId}.`;
	const unknown = unknownAttribute.exec(detail)?.[1];
	const cause =
		unknown === undefined
			? ""
			: `No user has an attribute ${unknown}: correct the mapping or filter that reads it.`;
	const message = [cause, `${request}: Microsoft Graph ${said}.`, remedy, note ?? "", trace]
		.filter((part) => part !== "")
		.join(" ");
	const code = isClaimsChallenge(challenge) ? "unauthorized" : codeOf(status, graphCode);
	return new GraphError(code, message, { status, graphCode, detail, requestId });
}

/** True for a delta link that Graph no longer accepts, so that a full read is needed. */
export function isExpiredLink(error: unknown): boolean {
	if (!(error instanceof GraphError)) return false;
	return (
		error.status === 410 ||
		/^(syncState(NotFound|Invalid)|resync(Required)?|.*DeltaToken|.*ResyncRequired)$/i.test(error.graphCode)
	);
}

function codeOf(status: number, graphCode: string): DirectoryErrorCode {
	if (isMissingPermission(status, graphCode)) return "forbidden";
	if (status === 401) return "unauthorized";
	if (status === 404 || status === 410) return "not-found";
	if (status === 409 || status === 412) return "conflict";
	return status === 429 || status >= 500 ? "unavailable" : "invalid";
}

/**
 * Whether the token is valid, but a Conditional Access policy asks for more, such as multi-factor authentication.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/claims-challenge
 */
function isClaimsChallenge(challenge: string): boolean {
	return /error="?insufficient_claims/i.test(challenge);
}

const claimsAdvice =
	"A Conditional Access policy of the tenant asks for more than this sign-in has, such as multi-factor authentication or another network. Sign in again with a kind of sign-in that can do it, such as a device code, or ask an administrator to exempt the application.";

/** What Graph answers about logs of a tenant without Entra ID P1 or P2. Nothing documents it for the provisioning log (?). */
const withoutLicense = /NonPremiumTenant/i;

/** Whether a refusal is about the tenant's license, not about a permission. */
export function isMissingLicense(error: unknown): error is GraphError {
	return error instanceof GraphError && withoutLicense.test(error.graphCode);
}

/** For how long Graph asked to wait, as a sentence; undefined when it did not, or for less than a second. */
export function waitNote(retryAfterMs: number | undefined): string | undefined {
	const seconds = Math.ceil((retryAfterMs ?? 0) / 1000);
	if (seconds <= 1) return undefined;
	const [amount, unit] =
		seconds < 120
			? [seconds, "seconds"]
			: seconds < 7200
				? [Math.ceil(seconds / 60), "minutes"]
				: [Math.ceil(seconds / 3600), "hours"];
	return `Graph asked to wait for ${amount} ${unit}.`;
}

const licenseAdvice =
	"The tenant needs a license of Entra ID P1 or P2 for it. If it has one, the sign-in may not see that: grant Directory.Read.All, or try again later.";

/** Synchronization calls without permission are answered with 401 and no message. */
function isMissingPermission(status: number, graphCode: string): boolean {
	return status === 403 || (status === 401 && graphCode === "UnknownError");
}

function remedyFor(status: number, graphCode: string, request: string): string {
	if (withoutLicense.test(graphCode)) return licenseAdvice;
	if (isMissingPermission(status, graphCode)) return permissionAdvice(request);
	if (status === 401) return "Sign in again; the token must be one for Microsoft Graph.";
	if (status === 429) return "Graph's request limit was exceeded; try again later.";
	if (status >= 500) return "Try again later; see https://status.cloud.microsoft for known problems.";
	return "";
}

const unknownAttribute = /Could not find a property named '([^']+)'/;

function json(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined; // not Graph's error format: the text itself is shown
	}
}
