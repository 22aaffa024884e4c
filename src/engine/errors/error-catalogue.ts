import type { ErrorCode, ProvisioningError } from "../../ports/error-code.ts";

/** What is true of every error with one code. */
export type ErrorMeaning = {
	readonly category: ProvisioningError["category"];
	/** What it means and where it comes from. */
	readonly meaning: string;
	/** What to do. Entries without advice of their own carry this as their recommended action. */
	readonly remedy: string;
};

const tryAgain =
	"Nothing, if it is temporary: the user is tried again. If it goes on, test the connection (t on the credentials screen, or test-connection).";

/** Every error code, what it means and what to do: the source of docs/errors.md and of the categories in the log. */
export const errorCatalogue: Readonly<Record<ErrorCode, ErrorMeaning>> = {
	AttributeValidationFailed: {
		category: "NonServiceFailure",
		meaning:
			"A mapping yields a value that its target attribute cannot hold, such as text for true or false.",
		remedy: "Correct the value at the source, or the mapping.",
	},
	BlockedByDeactivatedAccount: {
		category: "NonServiceFailure",
		meaning:
			"The account that the user should have is deactivated, and the target or the profile does not enable it again. Sumo Logic keeps the address of a deactivated account taken.",
		remedy:
			"Delete the old account under Deactivated users and provision the user again (one guided step there).",
	},
	Conflict: {
		category: "NonServiceFailure",
		meaning:
			"Another account holds the user name or e-mail address, or somebody else changed the account at the same time.",
		remedy:
			"Find the account that holds the address in the target, and delete it or give it another address. Nothing, if the account was only changed at the same time: the user is tried again.",
	},
	DuplicateSourceEntries: {
		category: "NonServiceFailure",
		meaning:
			"Several source users would get, or already have, the same account. None of them is provisioned.",
		remedy: "Give them different values at the source, or unassign all but one.",
	},
	DuplicateTargetEntries: {
		category: "NonServiceFailure",
		meaning:
			"Several accounts have the user's value of a matching attribute, so nobody can tell which is theirs.",
		remedy:
			"Delete the accounts that are not theirs, match by an attribute that only one account has, or name theirs by hand (sumo-provision link).",
	},
	ExpressionFailed: {
		category: "NonServiceFailure",
		meaning: "The expression of a mapping fails for this user. The reason tells line and column.",
		remedy: "Correct the expression, or the attributes that it reads.",
	},
	InsufficientRights: {
		category: "NonServiceFailure",
		meaning: "The target takes the access key, but its owner may not do this.",
		remedy:
			"Give the owner of the access key a role that may manage users and roles, then try again (t on the provisioning screen).",
	},
	InternalServerError: {
		category: "Failure",
		meaning: "The target failed, or something unexpected happened here.",
		remedy: tryAgain,
	},
	InvalidCredentials: {
		category: "NonServiceFailure",
		meaning: "The target refuses the access key. Provisioning goes into quarantine at once.",
		remedy: "Enter a valid access ID and access key, then test the connection.",
	},
	MandatoryFieldsMissing: {
		category: "NonServiceFailure",
		meaning: "The mappings yield nothing for an attribute without which the target creates nobody.",
		remedy: "Fill the mapped attribute at the source, or give the mapping a default value.",
	},
	NetworkError: {
		category: "Failure",
		meaning: "The target could not be reached: its name, its certificate, the network, or the wrong address.",
		remedy: "Test the connection; it says what is wrong with the address, the certificate or the network.",
	},
	ResourceNotFound: {
		category: "NonServiceFailure",
		meaning: "The linked account is no longer in the target.",
		remedy:
			"Nothing: the next try matches the user anew, and creates an account if none matches. Provisioning on demand does so now.",
	},
	RoleNotFound: {
		category: "NonServiceFailure",
		meaning: "The user should get a role that the target does not have.",
		remedy: "Create the role in the target (the name must match exactly), or assign another role.",
	},
	SchemaAttributeValidationFailed: {
		category: "NonServiceFailure",
		meaning: "The target does not accept a value, such as a user name of more than 64 characters.",
		remedy:
			"Correct the attribute that the target names, at the source or in its mapping. sumo-provision mapping check --everyone finds such users before a cycle does.",
	},
	SourceUnavailable: {
		category: "Failure",
		meaning: "The user could not be read from the source.",
		remedy: "Check the source's credentials and connection, then run the cycle again.",
	},
	Timeout: {
		category: "Failure",
		meaning:
			"The target did not answer in time. What was sent may nevertheless have been done: the next try asks first.",
		remedy: tryAgain,
	},
	TooManyRequests: {
		category: "Failure",
		meaning: "The target's request limit was used up, also after waiting.",
		remedy:
			"Lower the requests a second (settings screen, or --rate), or look for other programs that use the same access key.",
	},
};

/** An error of one user, with the category of its code, and the code's remedy where nothing closer is known. */
export function provisioningError(
	code: ErrorCode,
	reason: string,
	recommendedAction: string = errorCatalogue[code].remedy,
): ProvisioningError {
	return { code, category: errorCatalogue[code].category, reason, recommendedAction };
}
