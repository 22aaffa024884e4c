import type { AssignmentState } from "../engine/ports/directory.ts";
import { type Entitlements, entitle } from "../identity/entitlement.ts";

/** Ids of the users whose roles, or whose way to them, are not what they were. */
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
		sameSet(before.assignments.map(grant), after.assignments.map(grant)) &&
		sameSet(before.members.keys(), after.members.keys()) &&
		[...before.members].every(([group, users]) => sameSet(users, after.members.get(group) ?? []))
	);
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

function grant(assignment: { readonly principalId: string; readonly appRoleId: string }): string {
	return `${assignment.principalId} ${assignment.appRoleId}`;
}

function sameSet(before: Iterable<string>, after: Iterable<string>): boolean {
	const left = new Set(before);
	const right = new Set(after);
	return left.size === right.size && left.isSubsetOf(right);
}
