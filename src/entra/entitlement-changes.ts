import type { AssignmentState } from "../ports/source/directory.ts";
import { type Entitlements, entitle } from "../source/entitlement.ts";

/** Ids of the users whose roles, or assignments to them, have changed. */
export function entitlementChanges(before: AssignmentState, after: AssignmentState): readonly string[] {
	const was = entitled(before);
	const is = entitled(after);
	const changed: string[] = [];
	for (const id of was.keys()) if (!is.has(id)) changed.push(id);
	for (const id of is.keys()) if (signature(was, id) !== signature(is, id)) changed.push(id);
	return changed;
}

/** True when roles, assignments and members are the same, whatever their order. */
export function isSameState(before: AssignmentState, after: AssignmentState): boolean {
	return (
		sameSet(before.roles.map(words), after.roles.map(words)) &&
		sameLists(principalsByRole(before), principalsByRole(after)) &&
		sameLists(before.members, after.members)
	);
}

function principalsByRole({ assignments }: AssignmentState): ReadonlyMap<string, readonly string[]> {
	const byRole = new Map<string, string[]>();
	for (const { appRoleId, principalId } of assignments) {
		const principals = byRole.get(appRoleId);
		if (principals) principals.push(principalId);
		else byRole.set(appRoleId, [principalId]);
	}
	return byRole;
}

function sameLists(
	before: ReadonlyMap<string, readonly string[]>,
	after: ReadonlyMap<string, readonly string[]>,
): boolean {
	return (
		before.size === after.size &&
		[...before].every(([name, ids]) => {
			const now = after.get(name);
			return now !== undefined && (sameOrder(ids, now) || sameSet(ids, now));
		})
	);
}

/** Graph usually returns the same items in the same order, which is a hundred times faster to check. */
function sameOrder(before: readonly string[], after: readonly string[]): boolean {
	return before.length === after.length && before.every((id, index) => id === after[index]);
}

function entitled({ assignments, roles, members }: AssignmentState): Entitlements {
	return entitle(assignments, roles, (group) => members.get(group) ?? []);
}

function signature(entitlements: Entitlements, id: string): string {
	const ways = (entitlements.get(id) ?? []).map(
		({ role, via }) => `${words(role)} ${via.type === "group" ? via.id : "direct"}`,
	);
	return ways.length === 1 ? (ways[0] ?? "") : ways.sort().join("\n");
}

function words(role: {
	readonly id: string;
	readonly value: string | null;
	readonly displayName: string;
}): string {
	return `${role.id} ${role.value ?? ""} ${role.displayName}`;
}

function sameSet(before: Iterable<string>, after: Iterable<string>): boolean {
	const left = new Set(before);
	const right = new Set(after);
	return left.size === right.size && left.isSubsetOf(right);
}
