import { lengthOf, type RefusedValue } from "../../mapping/definition/refused-values.ts";
import type { ProvisioningError } from "../../ports/errors/error-code.ts";
import { type Advice, provisioningError } from "./error-catalog.ts";

/** The target does not have a role that the user should get. `role`: null where several could be meant. */
export function roleNotFound(
	who: string,
	{ named, role, detail }: { readonly named: string; readonly role: string | null; readonly detail?: string },
): ProvisioningError {
	return provisioningError(
		"RoleNotFound",
		`${who} should get the role "${named}", which the target does not have.${answered(detail)}`,
		{
			advice: `Create the role "${named}" in the target (the name must match exactly), or assign another role to ${who}.`,
			remedy: { type: "create-role", role },
		},
	);
}

/** An account as a remedy names it. */
export type Holder = { readonly id: string; readonly userName: string };

/**
 * An active account of another user name, or of another user, holds the user name or the address. Never advises to delete
 * it: it may be the user's own, with their content. `holder`: null when it could not be found out; `hasAccount`: the user has an account,
 * so that another one cannot be linked.
 */
export function takenByAccount(
	who: string,
	{
		userName,
		holder,
		detail,
		hasAccount = false,
	}: {
		readonly userName: string;
		readonly holder: Holder | null;
		readonly detail?: string | undefined;
		readonly hasAccount?: boolean | undefined;
	},
): ProvisioningError {
	const found = holder === null ? "" : ` It is ${holder.userName} (${holder.id}).`;
	const first =
		holder === null
			? `Find the account that holds ${userName} in the target. If it is ${who}'s, link it.`
			: `If ${holder.userName} is ${who}'s account, link it: it then gets the values of ${who}.`;
	const own: Advice = {
		advice: `Give ${who} another address at the source, or ${holder?.userName ?? "the account that holds it"} another one in the target.`,
		remedy: { type: "fix-at-source", attribute: null },
	};
	const named = who.includes(userName) ? who : `${who} (${userName})`;
	return provisioningError(
		"Conflict",
		`The target already holds another account with the user name or email address of ${named}.${answered(detail)}${found}`,
		hasAccount
			? own
			: {
					advice: `${first} Otherwise give ${who} or that account another address.`,
					remedy: { type: "link-account", account: holder },
				},
	);
}

/** The userName has more characters than the target takes; `maxLength` null: how many it takes is not known. */
export function userNameTooLong(
	who: string,
	{
		length,
		maxLength,
		detail,
	}: { readonly length: number; readonly maxLength: number | null; readonly detail?: string },
): ProvisioningError {
	const limit = maxLength === null ? "fewer" : `at most ${maxLength}`;
	return provisioningError(
		"SchemaAttributeValidationFailed",
		`The userName of ${who} has ${length} characters, and the target takes ${limit}.${answered(detail)}`,
		{
			advice: "Map userName to a shorter attribute, or shorten the user principal name.",
			remedy: { type: "fix-mapping", target: "userName" },
		},
	);
}

/** A value that breaks a limit of the target. Names the attribute, never the value, which may be redacted. */
export function valueRefused(who: string, { target, value, problem }: RefusedValue): ProvisioningError {
	const length = lengthOf(value);
	if (problem.type === "too-long" && target === "userName")
		return userNameTooLong(who, { length, maxLength: problem.maxLength });
	const why =
		problem.type === "too-long"
			? `has ${length} characters, and the target takes at most ${problem.maxLength}`
			: "is not an email address";
	return provisioningError("SchemaAttributeValidationFailed", `The ${target} of ${who} ${why}.`, {
		advice: `Correct the value that ${who} has at the source, or the mapping to ${target}.`,
		remedy: { type: "fix-mapping", target },
	});
}

/** What the target answered, as the end of a reason; empty when it said nothing. */
export function answered(detail: string | undefined): string {
	return detail === undefined ? "" : ` The target answered: ${detail}`;
}
