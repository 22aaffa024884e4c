import type { ErrorCode, ProvisioningError } from "../../ports/errors/error-code.ts";
import type { Remedy } from "../../ports/errors/remedy.ts";

/** What is true of every error with one code. */
export type ErrorMeaning = {
	readonly category: ProvisioningError["category"];
	/** What it means and where it comes from. */
	readonly meaning: string;
	/** What to do, without a key, a screen or a command. The recommended action of errors without advice of their own. */
	readonly advice: string;
	/** The same as data. */
	readonly remedy: Remedy;
};

const retried =
	"No action needed if it is temporary: the user is retried. If it keeps failing, test the connection.";

/** Every error code, what it means and what to do: the source of docs/errors.md and of the categories in the log. */
export const errorCatalog: Readonly<Record<ErrorCode, ErrorMeaning>> = {
	AcceptedButNotApplied: {
		category: "NonServiceFailure",
		meaning:
			"The target answered a change with success, but the account does not show it. The log entry is a warning that names the attributes with their old and sent values; only what the account shows is logged as changed.",
		advice:
			"Make the change in the target. No action is needed if the target applies it later, for example after the user has confirmed a new email address: the user is retried.",
		remedy: { type: "retry-failed-users" },
	},
	AttributeValidationFailed: {
		category: "NonServiceFailure",
		meaning:
			"A mapping yields a value that its target attribute cannot hold, such as text for true or false.",
		advice: "Correct the value at the source, or the mapping.",
		remedy: { type: "fix-mapping", target: null },
	},
	BlockedByDeactivatedAccount: {
		category: "NonServiceFailure",
		meaning:
			"The account that the user should have is deactivated, and the target or the profile does not reactivate it. Its address may stay taken until it is deleted.",
		advice:
			"If the account is the user's own and has another user name, link it. If the profile does not reactivate accounts, allow it. Only if the target refuses to reactivate it, delete it and provision the user again.",
		remedy: { type: "link-account", account: null },
	},
	Conflict: {
		category: "NonServiceFailure",
		meaning:
			"Another account holds the user name or email address, or the account was changed elsewhere at the same time.",
		advice:
			"Find the account that holds the address. If it is the user's, link it; otherwise give one of the two another address. No action needed if the account was only changed at the same time: the user is retried.",
		remedy: { type: "link-account", account: null },
	},
	DuplicateSourceEntries: {
		category: "NonServiceFailure",
		meaning:
			"Several source users would get, or already have, the same account. None of them is provisioned.",
		advice: "Give them different values at the source, or unassign all but one.",
		remedy: { type: "fix-at-source", attribute: null },
	},
	DuplicateTargetEntries: {
		category: "NonServiceFailure",
		meaning: "Several accounts have the user's value of a matching attribute, so the right one is unknown.",
		advice: "Link the right account to the user, or match by an attribute that only one account has.",
		remedy: { type: "link-account", account: null },
	},
	ExpressionFailed: {
		category: "NonServiceFailure",
		meaning: "The expression of a mapping fails for this user. The reason gives line and column.",
		advice: "Correct the expression, or the attributes that it reads.",
		remedy: { type: "fix-mapping", target: null },
	},
	FilterIgnored: {
		category: "NonServiceFailure",
		meaning:
			"The target answered a look-up with accounts that do not have the value asked for. None of them is taken for the user's account.",
		advice:
			"Test the connection. If the target does not honor filters, check that the SCIM URL is right, and report it to the operator of the target.",
		remedy: { type: "test-connection" },
	},
	HostedJobOn: {
		category: "NonServiceFailure",
		meaning:
			"Entra's own job provisions the application, so nothing was changed here: two jobs for one application would undo each other's changes. The reason says who started it.",
		advice:
			"Pause Entra's own job, or take over its accounts. If that was done elsewhere since the last cycle, the next one shows it.",
		remedy: { type: "pause-hosted-job" },
	},
	InsufficientRights: {
		category: "NonServiceFailure",
		meaning: "The target accepts the access key, but its owner lacks the permission.",
		advice:
			"Give the owner of the access key a role that can manage users and roles, then retry the failed users.",
		remedy: { type: "retry-failed-users" },
	},
	InternalServerError: {
		category: "Failure",
		meaning: "The target failed, or an unexpected error occurred here.",
		advice: retried,
		remedy: { type: "test-connection" },
	},
	InvalidCredentials: {
		category: "NonServiceFailure",
		meaning:
			"The access key is missing, or the target refuses it. When it is refused, provisioning goes into quarantine immediately.",
		advice: "Enter a valid access ID and access key, then test the connection.",
		remedy: { type: "enter-credentials" },
	},
	MandatoryFieldsMissing: {
		category: "NonServiceFailure",
		meaning: "The mappings yield no value for an attribute that the target requires.",
		advice:
			"Fill the mapped attribute at the source, or give the mapping a default value. For a missing address, map Coalesce([mail], [userPrincipalName]).",
		remedy: { type: "fix-at-source", attribute: null },
	},
	NetworkError: {
		category: "Failure",
		meaning: "The target could not be reached: its name, its certificate, the network, or the wrong address.",
		advice: "Test the connection to see what is wrong with the address, the certificate or the network.",
		remedy: { type: "test-connection" },
	},
	ResourceNotFound: {
		category: "NonServiceFailure",
		meaning: "The linked account is no longer in the target.",
		advice:
			"No action needed: the next attempt re-matches the user, and creates an account if none matches. Provision the user on demand to do so now.",
		remedy: { type: "provision-on-demand" },
	},
	RoleNotFound: {
		category: "NonServiceFailure",
		meaning: "The user should get a role that the target does not have.",
		advice: "Create the role in the target (the name must match exactly), or assign another role.",
		remedy: { type: "create-role", role: null },
	},
	SchemaAttributeValidationFailed: {
		category: "NonServiceFailure",
		meaning: "The target does not accept a value, such as a user name that is too long.",
		advice: "Correct the attribute that the target names, at the source or in its mapping.",
		remedy: { type: "fix-mapping", target: null },
	},
	ScopeInvalid: {
		category: "NonServiceFailure",
		meaning: "A scoping filter cannot be evaluated, so no user was provisioned. The reason names the filter.",
		advice: "Correct the scoping filter.",
		remedy: { type: "change-scope" },
	},
	SourceUnavailable: {
		category: "Failure",
		meaning: "The source, or a user in it, could not be read.",
		advice: "Check the source's credentials and connection, then run the cycle again.",
		remedy: { type: "test-connection" },
	},
	StoreFailed: {
		category: "Failure",
		meaning:
			"A file that holds settings, secrets, certificates, links or log could not be read or written: the disk is full, the file belongs to another user or is read-only, or it is missing or damaged. The reason names the file.",
		advice: "Fix what the reason names.",
		remedy: { type: "run-cycle" },
	},
	Timeout: {
		category: "Failure",
		meaning:
			"The target did not answer in time. The change may have been made; the next attempt checks before it sends anything.",
		advice: retried,
		remedy: { type: "test-connection" },
	},
	TooManyRequests: {
		category: "Failure",
		meaning: "The target's request limit was used up, also after waiting.",
		advice: "Lower the requests per second, or look for other programs that use the same access key.",
		remedy: { type: "change-setting", setting: "rate" },
	},
};

/** What to do about one error, where more is known than its code. */
export type Advice = {
	/** The recommended action; absent: the code's. */
	readonly advice?: string;
	/** Absent: the code's. */
	readonly remedy?: Remedy;
};

/** An error of one user, with the category of its code, and the code's advice and remedy unless there are closer ones. */
export function provisioningError(
	code: ErrorCode,
	reason: string,
	{ advice, remedy }: Advice = {},
): ProvisioningError {
	const known = errorCatalog[code];
	return {
		code,
		category: known.category,
		reason,
		recommendedAction: advice ?? known.advice,
		remedy: remedy ?? known.remedy,
	};
}
