import type { ProvisioningError } from "../../ports/errors/error-code.ts";
import type { ScimUser } from "../../scim/resource.ts";
import { type Advice, provisioningError } from "../errors/error-catalog.ts";
import { adviceForMissing } from "../errors/missing-values.ts";
import { answered, takenByAccount } from "../errors/refusals.ts";

/** `Ada (1)`, `Ada (1) and Bob (2)`, at most ten of them. */
function listed(names: readonly string[]): string {
	const shown = names.length > 10 ? [...names.slice(0, 9), `${names.length - 9} more`] : names;
	if (shown.length < 2) return shown.join("");
	return `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

function accountNamed({ id, userName, active }: ScimUser): string {
	return `${userName} (${id}${active ? "" : ", deactivated"})`;
}

/** Several accounts have the user's value of one matching attribute. */
export function duplicateTarget(
	who: string,
	attribute: string,
	accounts: readonly ScimUser[],
): ProvisioningError {
	return provisioningError(
		"DuplicateTargetEntries",
		`${who} matches ${accounts.length} accounts by ${attribute}: ${listed(accounts.map(accountNamed))}.`,
	);
}

/** The account that the user matches belongs to a program, which may even be the one that provisions. */
export function matchesServiceAccount(
	who: string,
	{ id, userName }: Pick<ScimUser, "id" | "userName">,
): ProvisioningError {
	return provisioningError(
		"Conflict",
		`${who} matches ${userName} (${id}), which is a service account of the target. A service account is never changed.`,
		{
			advice: `Give ${who} another address at the source, or exclude ${who} from the scope.`,
			remedy: { type: "fix-at-source", attribute: null },
		},
	);
}

/** Other source users would get, or already have, the same account. */
export function duplicateSource(who: string, others: readonly string[], value: string): ProvisioningError {
	const verb = others.length === 1 ? "has" : "have";
	return provisioningError(
		"DuplicateSourceEntries",
		`${who} cannot be provisioned: ${listed(others)} ${verb} the same account by ${value}.`,
		{ advice: `Give ${who} or ${listed(others)} another value at the source, or unassign all but one.` },
	);
}

/** The account that the user should have is deactivated, and is not (or cannot be) enabled. */
export function blockedByDeactivated(
	who: string,
	account: Pick<ScimUser, "id" | "userName">,
	why: "setting" | "refused" | "address",
	detail?: string,
): ProvisioningError {
	const reasons = {
		setting: "and this profile does not enable deactivated accounts",
		refused: "and the target does not reactivate it",
		address: "and keeps the address taken",
	} as const;
	const { id, userName } = account;
	const remove = { type: "delete-deactivated-account", account: { id, userName } } as const;
	const advice: Record<typeof why, Required<Advice>> = {
		setting: {
			advice: `Allow cycles to reactivate accounts, then provision ${who} again. If the target refuses that, delete the account ${userName}.`,
			remedy: { type: "change-setting", setting: "reactivation" },
		},
		refused: { advice: `Delete the account ${userName}, then provision ${who} again.`, remedy: remove },
		address: {
			advice: `If ${userName} is ${who}'s own account, link it first: the next cycle reactivates it where the target allows that. Otherwise delete the account ${userName}, then provision ${who} again.`,
			remedy: { type: "link-account", account: { id, userName } },
		},
	};
	return provisioningError(
		"BlockedByDeactivatedAccount",
		`${who} is blocked by the deactivated account ${userName} (${id}): it exists, ${reasons[why]}.${answered(detail)}`,
		advice[why],
	);
}

/** An account that has a value which another one should get. */
export type HeldValue = {
	readonly account: Pick<ScimUser, "id" | "userName" | "active">;
	/** The user name of the one who should get it. */
	readonly userName: string;
	/** What would make the account give up the value, in words; absent for an account that keeps it. */
	readonly freedBy?: string | undefined;
	/** The name of another source user whose account it is, though they are out of scope. */
	readonly owner?: string | undefined;
	/** Whether the one who should get it has an account already. */
	readonly hasAccount: boolean;
	/** Whether the account belongs to a program. */
	readonly isService?: boolean | undefined;
	/** The target's words; absent where they were not needed. */
	readonly detail?: string | undefined;
};

/** Another account has a value that no two may share: one error for it, whether a plan foresees it or the target answers it. */
export function valueHeld(
	who: string,
	{ account, userName, freedBy, owner, hasAccount, isService, detail }: HeldValue,
): ProvisioningError {
	const holder = { id: account.id, userName: account.userName };
	const taken = account.active
		? takenByAccount(who, { userName, holder, detail, hasAccount })
		: blockedByDeactivated(who, account, "address", detail);
	if (isService)
		return {
			...taken,
			reason: `${taken.reason} It is a service account, which no user can have.`,
			recommendedAction: `Give ${who} another address at the source, or exclude ${who} from the scope.`,
			remedy: { type: "fix-at-source", attribute: null },
		};
	if (freedBy === undefined && owner !== undefined && account.active)
		return {
			...taken,
			recommendedAction: `${holder.userName} is the account of ${owner}, who is out of scope, and keeps its address when it is deactivated. Give ${who} another address at the source, or that account another one in the target.`,
			remedy: { type: "fix-at-source", attribute: null },
		};
	if (freedBy === undefined && hasAccount && !account.active)
		return {
			...taken,
			recommendedAction: `Give ${who} another address at the source, or delete the account ${holder.userName} if it is not needed, then provision ${who} again.`,
			remedy: { type: "delete-deactivated-account", account: holder },
		};
	if (freedBy === undefined) return taken;
	return {
		...taken,
		reason: `${taken.reason} ${freedBy} would free the value, and has not been made.`,
		recommendedAction: `No action needed if ${holder.userName} is changed in the next cycle: ${who} is retried. If the two users exchange values, give one of them another value first.`,
		remedy: { type: "wait" },
	};
}

/** The change of an account that makes it give up a value. */
export function changeOf(owner: string): string {
	return `The change of ${owner}, whose account it is,`;
}

/** Another source user has, or will get, a value that no two accounts may share. */
export function valueClaimed(who: string, rival: string, attribute: string): ProvisioningError {
	return provisioningError(
		"DuplicateSourceEntries",
		`${who} cannot be provisioned: ${rival} has the same ${attribute}, which only one account can have.`,
		{
			advice: `Give ${who} or ${rival} another value for ${attribute} at the source, or unassign one of them.`,
			remedy: { type: "fix-at-source", attribute },
		},
	);
}

/** Required attributes of the target for which the mappings yield nothing. */
export function mandatoryMissing(who: string, fields: readonly string[]): ProvisioningError {
	return provisioningError(
		"MandatoryFieldsMissing",
		`${who} has no value for ${listed(fields)}, which the target requires.`,
		adviceForMissing(who, fields),
	);
}
