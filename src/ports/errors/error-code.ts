import { z } from "zod";
import { storedRemedy } from "./remedy.ts";

/** Entra's provisioning error codes that can occur here, and a few of our own for errors that Entra does not name. */
export const errorCodes = [
	"AcceptedButNotApplied",
	"AttributeValidationFailed",
	"BlockedByDeactivatedAccount",
	"Conflict",
	"DuplicateSourceEntries",
	"DuplicateTargetEntries",
	"ExpressionFailed",
	"FilterIgnored",
	"HostedJobOn",
	"InsufficientRights",
	"InternalServerError",
	"InvalidCredentials",
	"MandatoryFieldsMissing",
	"NetworkError",
	"ResourceNotFound",
	"RoleNotFound",
	"SchemaAttributeValidationFailed",
	"ScopeInvalid",
	"SourceUnavailable",
	"StoreFailed",
	"Timeout",
	"TooManyRequests",
] as const;

/** Code of a failure in the log, in JSON output and in docs/errors.md. */
export type ErrorCode = (typeof errorCodes)[number];

/** As stored in the log and in JSON output: members are added with a default for older entries. */
export const logError = z
	.object({
		/** An `ErrorCode`, or in the log of Entra's own job any code of that service. */
		code: z.string(),
		/** `NonServiceFailure`: the data or the target; `Failure`: sumo-provision or the network. */
		category: z.enum(["Failure", "NonServiceFailure"]),
		/** What happened, naming the user and the attribute; never holds a secret. */
		reason: z.string(),
		/** What the operator can do about it, without a key, a screen or a command. */
		recommendedAction: z.string(),
		/** The same as data, from which console and command line each render their own key or command. */
		remedy: storedRemedy,
		/** What the target's answer said besides its words, which are part of the reason; absent when it said nothing. */
		server: z
			.object({
				/** HTTP status. */
				status: z.number().nullable(),
				/** The server's own code, such as `rate.limit.exceeded` or `uniqueness`. */
				code: z.string().nullable(),
				/** The id of the request, which the server's support asks for. */
				requestId: z.string().nullable(),
			})
			.readonly()
			.exactOptional(),
		/** The attributes that the target accepted without applying them, with the values before and as sent; absent for other errors. */
		notApplied: z
			.array(
				z.object({ name: z.string(), old: z.string().nullable(), new: z.string().nullable() }).readonly(),
			)
			.readonly()
			.exactOptional(),
	})
	.readonly();

/** The same for an error of the engine, whose codes are known. */
export const provisioningError = z
	.object({ ...logError.unwrap().shape, code: z.enum(errorCodes) })
	.readonly();

/**
 * Why a user could not be provisioned, in the terms of Entra's provisioning log.
 *
 * @see https://learn.microsoft.com/graph/api/resources/provisioningstatusinfo
 */
export type LogError = z.infer<typeof logError>;
export type ProvisioningError = z.infer<typeof provisioningError>;
