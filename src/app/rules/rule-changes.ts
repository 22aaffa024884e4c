import type { MappingSet } from "../../mapping/definition/mapping-set.ts";
import { describeSetChange, diffSets, type FieldChange, type SetChange } from "../../mapping/versions.ts";
import { describeClause } from "../../scoping/evaluate.ts";
import type { Scope, ScopingFilter } from "../../scoping/scope.ts";

/** The rules for who is provisioned, and with which values. */
export type MappingRules = { readonly set: MappingSet; readonly filters: readonly ScopingFilter[] };

/** One difference between two sets of rules. A filter that was edited is removed and added. */
export type RuleChange =
	| SetChange
	| { readonly type: "filterAdded" | "filterRemoved"; readonly filter: ScopingFilter }
	| { readonly type: "scope"; readonly fields: readonly FieldChange[] };

/** What is removed, changed and added from one to the other; empty when they mean the same to a cycle. */
export function diffRules(before: MappingRules, after: MappingRules): readonly RuleChange[] {
	const missing = (filters: readonly ScopingFilter[], from: readonly ScopingFilter[]) => {
		const present = new Set(from.map(describeFilter));
		return filters.filter((filter) => !present.has(describeFilter(filter)));
	};
	return [
		...diffSets(before.set, after.set),
		...missing(before.filters, after.filters).map((filter) => ({ type: "filterRemoved", filter }) as const),
		...missing(after.filters, before.filters).map((filter) => ({ type: "filterAdded", filter }) as const),
	];
}

/** The same, starting with the choice of users and what happens to those who leave the scope. */
export function diffProfileRules(
	before: { readonly set: MappingSet; readonly scope: Scope },
	after: { readonly set: MappingSet; readonly scope: Scope },
): readonly RuleChange[] {
	const [old, next] = [scopeWords(before.scope), scopeWords(after.scope)];
	const fields = next
		.map(([field, value], index) => ({ field, old: old[index]?.[1] ?? null, new: value }))
		.filter((one) => one.old !== one.new);
	return [
		...(fields.length === 0 ? [] : [{ type: "scope", fields } as const]),
		...diffRules(
			{ set: before.set, filters: before.scope.filters },
			{ set: after.set, filters: after.scope.filters },
		),
	];
}

/** The change in one or more lines to show: `+`, `-` and `~` as in a diff. */
export function describeRuleChange(change: RuleChange): readonly string[] {
	switch (change.type) {
		case "filterAdded":
			return [`+ scoping filter ${describeFilter(change.filter)}`];
		case "filterRemoved":
			return [`- scoping filter ${describeFilter(change.filter)}`];
		case "scope":
			return change.fields.map((one) => `~ scope: ${one.field}: ${one.old} → ${one.new}`);
		default:
			return describeSetChange(change);
	}
}

function describeFilter({ name, clauses }: ScopingFilter): string {
	return `${name}: ${clauses.map(describeClause).join(" and ")}`;
}

function scopeWords({ users, skipOutOfScopeDeletions }: Scope): readonly (readonly [string, string])[] {
	return [
		["users", users],
		["users who leave", skipOutOfScopeDeletions ? "unchanged" : "disabled"],
	];
}
