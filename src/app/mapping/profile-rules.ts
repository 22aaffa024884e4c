import type { Profile } from "../../config/profile.ts";
import { checkMappings } from "../../mapping/check/check.ts";
import { restoreDefaults } from "../../mapping/definition/change.ts";
import { ScopeError } from "../../scoping/errors.ts";
import { compileScope } from "../../scoping/evaluate.ts";
import type { ScopingFilter } from "../../scoping/scope.ts";
import { mappingSetOf } from "../profile/profile-parts.ts";
import { diffRules, type MappingRules, type RuleChange } from "../rules/rule-changes.ts";
import type { MappingProblem } from "./mapping.ts";

/** The mappings and scoping filters of a profile. */
export function rulesOf(profile: Profile): MappingRules {
	return { set: mappingSetOf(profile), filters: profile.scope.filters };
}

/** All problems with a profile's mappings and scoping filters, errors first; `columns` are those of the source file. */
export function checkProfile(profile: Profile, columns: readonly string[]): readonly MappingProblem[] {
	return problemsOf(rulesOf(profile), profile.scope, columns);
}

/**
 * A profile as Entra's "restore default mappings" leaves it: the guide's mappings, all actions, and no scoping filter.
 * The choice between assigned users and all users stays, and so do the attribute lists.
 */
export function withDefaults(profile: Profile): Profile {
	const { mappings, actions } = restoreDefaults(mappingSetOf(profile));
	return { ...profile, mappings: [...mappings], actions, scope: { ...profile.scope, filters: [] } };
}

/** What restoring the default mappings changes. */
export function changesToDefaults(profile: Profile): readonly RuleChange[] {
	return diffRules(rulesOf(profile), rulesOf(withDefaults(profile)));
}

/** Whether a cycle finds nothing changed. The order of mappings matters to the engine, although a diff doesn't show it. */
export function haveSameRules(one: Profile, other: Profile): boolean {
	return JSON.stringify(rulesOf(one)) === JSON.stringify(rulesOf(other));
}

/** All problems with mappings and scoping filters, errors first; `attributes` are those of the source file. */
export function problemsOf(
	{ set, filters }: MappingRules,
	scope: Profile["scope"],
	attributes: readonly string[],
): readonly MappingProblem[] {
	const found = checkMappings(set, { users: scope.users, attributes }).map(
		({ code, target, severity, message, place }): MappingProblem => ({
			code,
			target,
			severity,
			message,
			place,
		}),
	);
	return [...filters.flatMap((filter) => filterProblems(filter, scope)), ...found].sort(
		(left, right) => Number(left.severity === "warning") - Number(right.severity === "warning"),
	);
}

function filterProblems(filter: ScopingFilter, scope: Profile["scope"]): readonly MappingProblem[] {
	try {
		compileScope({ ...scope, filters: [filter] });
		return [];
	} catch (error) {
		if (!(error instanceof ScopeError)) throw error;
		return [
			{
				code: "scoping-filter",
				target: "scoping filters",
				severity: "error",
				message: error.message,
				place: null,
			},
		];
	}
}
