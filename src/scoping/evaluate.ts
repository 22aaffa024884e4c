import { graphAttributes } from "../attributes/source-schema.ts";
import { redactedText } from "../expression/index.ts";
import type { Entitlement } from "../source/entitlement.ts";
import type { AttributeValue, SourceUser } from "../source/source-user.ts";
import { type CompiledClause, compileClause, textOf } from "./clause.ts";
import { ScopeError } from "./errors.ts";
import type { Clause, Scope, ScopingFilter } from "./scope.ts";

/** One condition that was evaluated for a user, for display. */
export type ScopeStep = {
	readonly description: string;
	/** The user's roles, or the value of the attribute. Empty if there is nothing to show. */
	readonly found: string;
	readonly holds: boolean;
	/** The clauses of a filter. */
	readonly clauses: readonly ScopeStep[];
};

/** Whether a user is provisioned, and why. */
export type ScopeEvaluation = {
	readonly inScope: boolean;
	/** The assignment, then each filter. */
	readonly steps: readonly ScopeStep[];
	/** The skip reason; null when in scope. */
	readonly reason: "NotAssigned" | "OutOfScope" | null;
};

/** A scope ready for evaluation. */
export type CompiledScope = {
	readonly scope: Scope;
	/** The attributes to read from the directory, under Graph's names. */
	readonly attributes: readonly string[];
	/** Throws `ScopeError` for an attribute with several values. */
	readonly evaluate: (user: SourceUser, entitlements: readonly Entitlement[]) => ScopeEvaluation;
};

type CompiledFilter = {
	readonly filter: ScopingFilter;
	readonly clauses: readonly (CompiledClause & { readonly isRedacted: boolean })[];
};

/**
 * Prepares a scope: assigned users or all users who match every clause of at least one filter.
 * `redacted`: attributes, under Graph's names in lower case, whose values the steps do not show.
 * Throws `ScopeError` naming the filter and the clause that cannot be evaluated.
 *
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/define-conditional-rules-for-provisioning-user-accounts
 */
export function compileScope(scope: Scope, redacted: ReadonlySet<string> = new Set()): CompiledScope {
	const filters = scope.filters.map((filter) => compileFilter(filter, redacted));
	const named = scope.filters.flatMap(({ clauses }) => clauses.map(({ attribute }) => attribute));
	/** Most users share their assignment with many others. */
	const assigned = new WeakMap<readonly Entitlement[], ScopeEvaluation>();
	const byAssignment = (entitlements: readonly Entitlement[]): ScopeEvaluation => {
		const before = assigned.get(entitlements);
		if (before !== undefined) return before;
		const assignment = evaluateAssignment(scope, entitlements);
		const { holds } = assignment;
		const evaluation = { inScope: holds, steps: [assignment], reason: holds ? null : "NotAssigned" } as const;
		assigned.set(entitlements, evaluation);
		return evaluation;
	};
	return {
		scope,
		attributes: graphAttributes(named),
		evaluate: (user, entitlements) => {
			const alone = byAssignment(entitlements);
			if (filters.length === 0) return alone;
			const evaluated = filters.map((filter) => evaluateFilter(filter, user));
			const steps = [...alone.steps, ...evaluated];
			if (!alone.inScope) return { inScope: false, steps, reason: "NotAssigned" };
			const inScope = evaluated.some(({ holds }) => holds);
			return { inScope, steps, reason: inScope ? null : "OutOfScope" };
		},
	};
}

/** `department EQUALS "Sales"`. */
export function describeClause({ attribute, operator, value }: Clause): string {
	return operator.startsWith("IS ") ? `${attribute} ${operator}` : `${attribute} ${operator} "${value}"`;
}

function compileFilter(filter: ScopingFilter, redacted: ReadonlySet<string>): CompiledFilter {
	const { name, clauses } = filter;
	if (clauses.length === 0) {
		throw new ScopeError("empty-filter", name, null, "it has no clauses and would match all users");
	}
	const isRedacted = ({ attribute }: Clause) =>
		graphAttributes([attribute]).some((read) => redacted.has(read.toLowerCase()));
	return {
		filter,
		clauses: clauses.map((clause, index) => ({
			...compileClause(clause, name, index),
			isRedacted: isRedacted(clause),
		})),
	};
}

function evaluateAssignment(scope: Scope, entitlements: readonly Entitlement[]): ScopeStep {
	if (scope.users === "all")
		return { description: "All users are provisioned", found: "", holds: true, clauses: [] };
	const [first] = entitlements;
	if (first === undefined) {
		return { description: "Assigned to the application", found: "no", holds: false, clauses: [] };
	}
	const how = entitlements.map(({ role, via }) =>
		via.type === "group" ? `${role.displayName} through ${via.displayName}` : role.displayName,
	);
	return { description: "Assigned to the application", found: how.join(", "), holds: true, clauses: [] };
}

function evaluateFilter({ filter, clauses }: CompiledFilter, user: SourceUser): ScopeStep {
	const steps = clauses.map(({ clause, evaluate, isRedacted }): ScopeStep => {
		const { holds, value } = evaluate(user);
		const found = isRedacted ? redactedText : shown(value);
		return { description: describeClause(clause), found, holds, clauses: [] };
	});
	return {
		description: `Scoping filter ${filter.name}`,
		found: "",
		holds: steps.every(({ holds }) => holds),
		clauses: steps,
	};
}

function shown(value: AttributeValue): string {
	if (value === null || value === "") return "empty";
	if (typeof value === "object") return value.join(", ");
	return typeof value === "string" ? `"${value}"` : textOf(value);
}
