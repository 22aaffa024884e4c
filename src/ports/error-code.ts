import type { Remedy } from "./remedy.ts";

/** Entra's provisioning error codes, those that can happen here, and a few of our own that Entra leaves unnamed. */
export const errorCodes = [
	"AttributeValidationFailed",
	"BlockedByDeactivatedAccount",
	"Conflict",
	"DuplicateSourceEntries",
	"DuplicateTargetEntries",
	"ExpressionFailed",
	"InsufficientRights",
	"InternalServerError",
	"InvalidCredentials",
	"MandatoryFieldsMissing",
	"NetworkError",
	"ResourceNotFound",
	"RoleNotFound",
	"SchemaAttributeValidationFailed",
	"SourceUnavailable",
	"Timeout",
	"TooManyRequests",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/**
 * Why a user could not be provisioned, in the terms of Entra's provisioning log.
 *
 * @see https://learn.microsoft.com/graph/api/resources/provisioningstatusinfo
 */
export type ProvisioningError = {
	readonly code: ErrorCode;
	/** `NonServiceFailure`: the data or the target; `Failure`: us or the network. */
	readonly category: "Failure" | "NonServiceFailure";
	/** What happened, naming the user and the attribute; never holds a secret. */
	readonly reason: string;
	/** What the operator can do about it, without a key, a screen or a command. */
	readonly recommendedAction: string;
	/** The same as data, from which console and command line each render their own key or command. */
	readonly remedy: Remedy;
};
