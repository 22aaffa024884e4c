/** Entra's operators of a scoping clause. All are false for a null or empty value, except `IS NULL`. */
export const operators = [
	"EQUALS",
	"NOT EQUALS",
	"IS TRUE",
	"IS FALSE",
	"IS NULL",
	"IS NOT NULL",
	"REGEX MATCH",
	"NOT REGEX MATCH",
	"GREATER_THAN",
	"GREATER_THAN_OR_EQUALS",
	"INCLUDES",
	"ENDS_WITH",
	"&",
	"!&",
] as const;

export type Operator = (typeof operators)[number];

/** One condition on a source attribute. `value` is ignored by the four `IS …` operators. */
export type Clause = { readonly attribute: string; readonly operator: Operator; readonly value: string };

/** Clauses that must all hold. */
export type ScopingFilter = { readonly name: string; readonly clauses: readonly Clause[] };

/**
 * The users to provision: assigned users or all users, limited to those that at least one filter matches (no filter: no limit).
 *
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/define-conditional-rules-for-provisioning-user-accounts
 */
export type Scope = {
	readonly users: "assigned" | "all";
	readonly filters: readonly ScopingFilter[];
	/** Do not deactivate users who leave the scope. */
	readonly skipOutOfScopeDeletions: boolean;
};
