import { MappingFailure } from "../../mapping/user/errors.ts";
import type { ProvisioningError } from "../../ports/errors/error-code.ts";
import { DirectoryError } from "../../ports/source/directory.ts";
import { ScimError } from "../../scim/errors.ts";
import { errorMessage } from "../../text/error-message.ts";
import { provisioningError } from "./error-catalog.ts";
import { adviceForMissing } from "./missing-values.ts";
import { answered, roleNotFound, takenByAccount, userNameTooLong } from "./refusals.ts";

/** The user and values of a failed request, for its error message. */
export type Subject = {
	/** `Ada Lovelace (ada@example.com)`. */
	readonly who: string;
	readonly userName: string;
	/** The roles that were sent. */
	readonly roles: readonly string[];
	/** In characters; null, or absent: no limit is known. */
	readonly longestUserName?: number | null;
};

/** What an exception means for one user, in the terms of the provisioning log. Never holds a secret: no request body, no header. */
export function classifyError(error: unknown, subject: Subject): ProvisioningError {
	if (error instanceof MappingFailure) return mappingFailed(error, subject);
	if (error instanceof ScimError) return requestFailed(error, subject);
	if (error instanceof DirectoryError) {
		return provisioningError(
			"SourceUnavailable",
			`${subject.who} could not be read from the source: ${error.message}`,
			error.remedy.type === "none" ? {} : { remedy: error.remedy },
		);
	}
	return provisioningError(
		"InternalServerError",
		`An unexpected error occurred for ${subject.who}: ${errorMessage(error)}`,
		{
			advice: "Provision this user on demand. If it happens again, report it with this entry.",
			remedy: { type: "provision-on-demand" },
		},
	);
}

/** A user who fails a mapping or a required attribute of the target, before any request. */
function mappingFailed({ code, target, reason }: MappingFailure, { who }: Subject): ProvisioningError {
	if (code === "MandatoryFieldsMissing")
		return provisioningError(
			code,
			`${who} has no valid value for ${target}: ${reason}`,
			adviceForMissing(who, [target]),
		);
	const advice = {
		ExpressionFailed: `Correct the mapping to ${target}, or the attributes of ${who} that it reads.`,
		AttributeValidationFailed: `Correct the value that ${who} has at the source, or the mapping to ${target}.`,
	} as const;
	return provisioningError(code, `${who} has no valid value for ${target}: ${reason}`, {
		advice: advice[code],
		remedy: { type: "fix-mapping", target },
	});
}

function requestFailed(error: ScimError, subject: Subject): ProvisioningError {
	const explained = isForLackOfRoom(error)
		? withoutRoom(error, subject)
		: error.code === "invalid"
			? contentRefused(error, subject)
			: explainRequest(error, subject);
	const { status = null, requestId = null } = error;
	const code = error.serverCode ?? error.scimType ?? null;
	return status === null ? explained : { ...explained, server: { status, code, requestId } };
}

/**
 * Whether the server has no room for another user. Its status may be that of a wrong value, of a missing permission or of a payment that is
 * due, so that its words decide.
 *
 * @see https://github.com/snapotter-hq/SnapOtter/pull/987 (403, "User limit reached"), https://github.com/bagofwords1/bagofwords/pull/540
 * (402) and https://github.com/mattermost/docs/pull/8028 ("ERROR_LICENSED_USERS_LIMIT_EXCEEDED")
 */
function isForLackOfRoom({ code, status, detail = "" }: ScimError): boolean {
	if (code !== "invalid" && code !== "forbidden" && code !== "conflict") return false;
	return (
		status === 402 ||
		/(users?|seats?|licen[cs]es?)[ ._-]*(limit|quota)|(limit|quota|number) of (licensed )?(users|seats|licen[cs]es)|no (more |available |free |remaining )*(seats|licen[cs]es)/i.test(
			detail,
		)
	);
}

function withoutRoom(error: ScimError, { who }: Subject): ProvisioningError {
	const code = error.code === "forbidden" ? "InsufficientRights" : "SchemaAttributeValidationFailed";
	return provisioningError(
		code,
		`The target has no room for ${who}, or no plan that allows another user.${answered(wordsOf(error))}`,
		{
			advice:
				"Delete accounts in the target that are not needed, or have its plan allow more users. The user is retried.",
			remedy: { type: "retry-failed-users" },
		},
	);
}

/** The server's words with its code, where they don't hold it already. */
function wordsOf({ detail, scimType }: ScimError): string | undefined {
	if (scimType === undefined || detail?.includes(scimType)) return detail;
	return detail === undefined ? `(${scimType})` : `${detail} (${scimType})`;
}

function explainRequest(error: ScimError, { who, userName }: Subject): ProvisioningError {
	const said = answered(wordsOf(error));
	switch (error.code) {
		case "unauthorized":
			return provisioningError(
				"InvalidCredentials",
				`The target refuses the access key, so nothing could be done for ${who}.${said}`,
			);
		case "forbidden":
			return provisioningError("InsufficientRights", `The access key may not do this for ${who}.${said}`);
		case "not-found":
			if (error.request?.startsWith("POST ") === true)
				return provisioningError(
					"NetworkError",
					`The target answered the creation of ${who} as if there were nothing at its address (404).${said}`,
				);
			return provisioningError(
				"ResourceNotFound",
				`The account of ${who} is no longer in the target.${said}`,
			);
		case "conflict":
			return takenByAccount(who, { userName, holder: null, detail: wordsOf(error) });
		case "patch-unsupported":
			return provisioningError(
				"InternalServerError",
				`The target takes neither PATCH nor PUT for ${who}.${said}`,
				{ advice: "Check that the SCIM URL is the right one." },
			);
		case "precondition-failed":
			return provisioningError(
				"Conflict",
				`The account of ${who} was changed by someone else while it was being updated.${said}`,
				{ advice: "No action needed: the user is retried.", remedy: { type: "wait" } },
			);
		case "too-many-requests":
			return provisioningError(
				"TooManyRequests",
				`The target's request limit was used up before ${who} could be provisioned.${said}`,
			);
		case "unavailable":
			return provisioningError(
				"InternalServerError",
				`The target failed while ${who} was being provisioned (${error.status ?? "no status"}).${said}`,
			);
		case "timeout":
			return provisioningError("Timeout", `The target did not answer in time for ${who}.${said}`);
		case "filter-ignored":
			return provisioningError(
				"FilterIgnored",
				`The account of ${who} could not be looked up: ${error.message}`,
			);
		case "not-scim":
			// Without a status, the answer was read, and its account is not the one that was asked for.
			if (error.status === undefined && error.request === "POST /Users")
				return provisioningError("NetworkError", `${who} was not linked. ${error.message}`, {
					advice: `Find the account in the target. If it is ${who}'s, link it. Otherwise report this to the operator of the target. The user is retried.`,
					remedy: { type: "link-account", account: null },
				});
			return provisioningError(
				"NetworkError",
				`The target's answer for ${who} could not be read: ${error.message}`,
				{
					advice:
						"Test the connection: a proxy or a sign-in page may be answering in place of the target. The user is retried.",
				},
			);
		default:
			return provisioningError(
				"NetworkError",
				`The target could not be reached for ${who}: ${error.message}`,
			);
	}
}

/**
 * The one of the roles that the server's words name, as a whole name: `User` is not named by `'Power User'`. The only one
 * that was sent needs no naming. Undefined when several could be meant.
 */
function namedRole(roles: readonly string[], detail: string): string | undefined {
	if (roles.length === 1) return roles[0];
	const isQuoted = (role: string) => ["'", '"', "`"].some((mark) => detail.includes(`${mark}${role}${mark}`));
	const quoted = roles.filter(isQuoted);
	if (quoted.length > 0) return quoted.length === 1 ? quoted[0] : undefined;
	const literal = (role: string) => role.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&");
	const isNamed = (role: string) =>
		new RegExp(`(?<![\\p{L}\\p{N}])${literal(role)}(?![\\p{L}\\p{N}])`, "u").test(detail);
	const named = roles.filter(isNamed);
	const longest = named.filter((role) => !named.some((other) => other !== role && other.includes(role)));
	return longest.length === 1 ? longest[0] : undefined;
}

/** The server's words decide which of the user's values it refused. */
function contentRefused(
	error: ScimError,
	{ who, userName, roles, longestUserName = null }: Subject,
): ProvisioningError {
	const detail = wordsOf(error) ?? error.message;
	const unknownRole = /\brole\b.*(does not exist|not exist|not found|unknown|invalid|no such)/i.test(detail);
	if (unknownRole) {
		const found = namedRole(roles, detail);
		const named = found ?? roles.join(", ");
		return roleNotFound(who, { named, role: found ?? null, detail });
	}
	const isLength = /(too long|length|characters)/i.test(detail);
	const isLimit =
		longestUserName !== null &&
		(userName.length > longestUserName || detail.includes(String(longestUserName)));
	if (/userName/i.test(detail) && (isLength || isLimit)) {
		return userNameTooLong(who, { length: userName.length, maxLength: longestUserName, detail });
	}
	const missing = /required|must not be (empty|null|blank)|missing/i.test(detail);
	return provisioningError(
		missing ? "MandatoryFieldsMissing" : "SchemaAttributeValidationFailed",
		`The target does not accept the values of ${who}. The target answered: ${detail}`,
		{ advice: `Correct the attribute that the target names, for ${who} at the source or in its mapping.` },
	);
}

/** Whether a request that failed so may nevertheless have been carried out. A server that does not know it (501) has not. */
export function isUncertain(error: unknown): boolean {
	if (!(error instanceof ScimError)) return true;
	return error.status !== 501 && ["timeout", "network", "unavailable", "not-scim"].includes(error.code);
}

/** Whether every further request would fail the same way: the connection is wrong, or refused for a while, not a user. */
export function isConnectionFault(error: unknown): error is ScimError {
	if (!(error instanceof ScimError)) return false;
	if (error.pause !== undefined || error.neverSent) return true;
	return ["unauthorized", "host-unknown", "tls", "moved"].includes(error.code);
}
