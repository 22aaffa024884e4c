import type { LogError } from "../../ports/errors/error-code.ts";

/** What Entra reports about a failure. */
export type ReportedError = {
	readonly code: string | null | undefined;
	readonly category?: string | null | undefined;
	readonly reason?: string | null | undefined;
	readonly additionalDetails?: string | null | undefined;
	readonly recommendedAction?: string | null | undefined;
};

/** What to do, in words and as data. */
type Advice = Pick<LogError, "recommendedAction" | "remedy">;

const atSource = { type: "fix-at-source", attribute: null } as const;
const inMapping = { type: "fix-mapping", target: null } as const;

const advise = (recommendedAction: string, remedy: Advice["remedy"]): Advice => ({
	recommendedAction,
	remedy,
});

const retried = advise("No action needed: Entra retries the user in the next cycle.", { type: "wait" });
const permission = advise(
	"Give the role of the access key's owner the capability to manage users and roles.",
	{
		type: "test-connection",
	},
);
const values = advise("Correct the user's values in Entra ID, or the mapping.", inMapping);
const conflict = advise(
	"Find the account that holds the value. If it is the user's, correct the matching attribute; otherwise give one of the two another value.",
	atSource,
);
/** The guide: Sumo Logic provisions the person again only after the deactivated user was deleted. */
const heldByDeactivated = advise(
	"A deactivated account holds the value. If it is the user's own, delete it, then provision the user on demand: Sumo Logic does not reactivate it.",
	{ type: "delete-deactivated-account", account: null },
);
const target = advise(
	"Check in Sumo Logic whether the account and its role are as they should be, then provision the user on demand.",
	{ type: "provision-hosted-on-demand" },
);
const credentials = advise(
	"Check the Tenant URL and the Secret Token, save them in the job, then restart it.",
	{ type: "set-up-hosted-job" },
);
const otherwise = advise(
	"Check the steps of the entry and the values of the user, then provision the user on demand.",
	{ type: "provision-hosted-on-demand" },
);

/**
 * What to do about Entra's codes where the entry itself does not recommend anything.
 *
 * @see https://learn.microsoft.com/entra/identity/monitoring-health/howto-analyze-provisioning-logs
 */
const advice: Readonly<Record<string, Advice>> = {
	conflict,
	entryconflict: conflict,
	toomanyrequests: retried,
	internalservererror: retried,
	internalerror: retried,
	timeout: retried,
	webexceptionprotocolerror: retried,
	insufficientrights: permission,
	methodnotallowed: permission,
	notpermitted: permission,
	unauthorized: permission,
	unprocessableentity: target,
	notimplemented: target,
	systemforcrossdomainidentitymanagementserviceincompatible: target,
	systemforcrossdomainidentitymanagementmultipleentriesinresponse: advise(
		"Give the users different values of the matching attribute, or delete the account that is not theirs.",
		atSource,
	),
	invalidanchor: advise(
		"The account that Entra linked no longer exists. Restore it, or restart the job with the links reset, which re-matches all users.",
		{ type: "restart-hosted-job" },
	),
	mandatoryfieldsmissing: values,
	missingvalues: values,
	invaliddomain: values,
	schemaattributenotfound: advise(
		"Add the target attribute to the job's schema, or remove its mapping.",
		inMapping,
	),
	schemapropertycanonlyacceptvalue: advise("Map an attribute that has one value.", inMapping),
	licenselimitexceeded: advise("Free a license in Sumo Logic, or unassign users.", { type: "none" }),
	duplicatetargetentries: advise(
		"Several accounts have the user's matching value: delete the ones that are not theirs, or change the matching attribute.",
		inMapping,
	),
	duplicatesourceentries: advise(
		"Several users have the same matching value: give them different values, or unassign all but one.",
		atSource,
	),
	importskipped: advise("Give the user a value for the matching attribute.", atSource),
	systemforcrossdomainidentitymanagementinvalidcredentials: credentials,
	systemforcrossdomainidentitymanagementcredentialvalidationunavailable: credentials,
	invalidcredentials: credentials,
	credentialvalidationfailure: credentials,
};

/** An error of Entra in the terms of the log. */
export function entraError({
	code,
	category,
	reason,
	additionalDetails,
	recommendedAction,
}: ReportedError): LogError {
	const words = [reason, additionalDetails].filter(
		(text) => text !== null && text !== undefined && text !== "",
	);
	const known = code || "Unknown";
	const listed = advice[known.toLowerCase()] ?? otherwise;
	// Sumo Logic's words, which Entra passes on, are a hint only: what the operator is led to shows the account as it is.
	const advised = listed === conflict && /deactivat/i.test(words.join(" ")) ? heldByDeactivated : listed;
	return {
		code: known,
		category: /^failure$/i.test(category ?? "") ? "Failure" : "NonServiceFailure",
		reason: words.length === 0 ? "Entra gave no reason." : words.join(" "),
		recommendedAction: recommendedAction || advised.recommendedAction,
		// What Entra recommends for a code that is not known here may be something else.
		remedy: recommendedAction && advised === otherwise ? { type: "none" } : advised.remedy,
	};
}
