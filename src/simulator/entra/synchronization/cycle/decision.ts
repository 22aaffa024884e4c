import type { Link } from "../job/memory.ts";
import type { Scoping } from "../log/entry.ts";
import { attributesOfMapping, type ObjectMapping } from "../schema/job-mappings.ts";
import { evaluateFilters } from "../source/scoping-filter.ts";
import type { SourceObject } from "../source/source-object.ts";

/** What a cycle does about one user. */
export type Decision =
	/** In scope: created or brought up to date. */
	| { readonly kind: "provision" }
	/** Out of scope with a managed account: what reads `IsSoftDeleted` flows, which disables it. */
	| { readonly kind: "disable"; readonly link: Link; readonly staysManaged: boolean }
	/** Permanently deleted with a managed account. */
	| { readonly kind: "delete"; readonly link: Link }
	| { readonly kind: "skip" }
	/** Outside the input filter: not looked at. */
	| { readonly kind: "ignore" };

/** Settings of a job that decide about users. */
export interface DecisionRules {
	readonly syncAll: boolean;
	readonly skipOutOfScopeDeletions: boolean;
	/** What a role without a value counts as. */
	readonly roleWithoutValue: "nothing" | "displayName";
}

/** Whether a user is in scope, step by step. */
export function scopingOf(user: SourceObject, mapping: ObjectMapping, { syncAll }: DecisionRules): Scoping {
	const { passes, clauses } = evaluateFilters(mapping.scope.groups, (name) => user.read(name));
	return { isActive: user.isActive, isAssigned: syncAll || user.isAssigned, passes, clauses };
}

export const isInScope = ({ isActive, isAssigned, passes }: Scoping): boolean =>
	isActive && isAssigned && passes;

/**
 * Decides about one user. A user who leaves the scope is disabled by the mappings that read `IsSoftDeleted`; without such a mapping
 * nothing happens. Only a permanently deleted user is deleted.
 *
 * @param user undefined when permanently deleted
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/how-provisioning-works
 */
export function decide(
	user: SourceObject | undefined,
	scoping: Scoping | undefined,
	link: Link | undefined,
	mapping: ObjectMapping,
	rules: DecisionRules,
): Decision {
	const managed = link?.isManaged ? link : undefined;
	if (!user || !scoping) {
		return managed && mapping.canDelete ? { kind: "delete", link: managed } : { kind: "skip" };
	}
	if (!evaluateFilters(mapping.scope.inputFilterGroups, (name) => user.read(name)).passes) {
		return { kind: "ignore" };
	}
	if (isInScope(scoping)) return { kind: "provision" };
	if (!managed || !mapping.canUpdate || disablingMappings(mapping).length === 0) return { kind: "skip" };
	const hasLeftScope = !scoping.isAssigned || !scoping.passes;
	if (hasLeftScope && user.isActive && rules.skipOutOfScopeDeletions) return { kind: "skip" };
	return { kind: "disable", link: managed, staysManaged: scoping.isAssigned && scoping.passes };
}

/** The mappings that flow when a user leaves the scope. */
export function disablingMappings({ mappings }: ObjectMapping): ObjectMapping["mappings"] {
	return mappings.filter((one) =>
		attributesOfMapping(one).some((name) => name === "issoftdeleted" || name === "accountenabled"),
	);
}
