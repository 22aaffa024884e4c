/** Entra's operators of a scoping clause. All are false on a null or empty value, `IS NULL` apart. */
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
 * Who is provisioned: assigned users or all, and of those the ones that at least one filter matches (no filter: all).
 *
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/define-conditional-rules-for-provisioning-user-accounts
 */
export type Scope = {
	readonly users: "assigned" | "all";
	readonly filters: readonly ScopingFilter[];
	/** Do not deactivate users who leave the scope. */
	readonly skipOutOfScopeDeletions: boolean;
};
