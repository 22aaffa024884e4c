import { type AppRole, defaultAccess, defaultAccessId } from "./app-role.ts";
import type { Assignment } from "./assignment.ts";

/** One way in which a user is assigned to the application. */
export type Entitlement = {
	readonly role: AppRole;
	readonly assignmentId: string;
	readonly via:
		| { readonly type: "direct" }
		| { readonly type: "group"; readonly id: string; readonly displayName: string };
};

/** Who is assigned and how, by user id. A user who is not assigned is absent. */
export type Entitlements = ReadonlyMap<string, readonly Entitlement[]>;

/**
 * Determines which users are entitled, from assignments, the application's roles and the direct members of assigned groups.
 * A role that the application no longer declares counts as default access.
 */
export function entitle(
	assignments: readonly Assignment[],
	roles: readonly AppRole[],
	membersOf: (groupId: string) => readonly string[],
): Entitlements {
	const byId = new Map(roles.map((role) => [role.id, role]));
	const entitlements = new Map<string, readonly Entitlement[]>();
	/** Users with the same single assignment share one list: most users have no other. */
	const grant = (userId: string, alone: readonly [Entitlement]) => {
		const present = entitlements.get(userId);
		entitlements.set(userId, present ? [...present, ...alone] : alone);
	};
	for (const assignment of assignments) {
		const role =
			assignment.appRoleId === defaultAccessId
				? defaultAccess
				: (byId.get(assignment.appRoleId) ?? defaultAccess);
		if (assignment.principalType === "User") {
			grant(assignment.principalId, [{ role, assignmentId: assignment.id, via: { type: "direct" } }]);
			continue;
		}
		const via = { type: "group", id: assignment.principalId, displayName: assignment.principalName } as const;
		const alone = [{ role, assignmentId: assignment.id, via }] as const;
		for (const member of membersOf(assignment.principalId)) grant(member, alone);
	}
	return entitlements;
}

/** The roles with a value, each once, in the order granted. */
export function rolesOf(entitlements: readonly Entitlement[]): readonly AppRole[] {
	const seen = new Map<string, AppRole>();
	for (const { role } of entitlements) if (role.value !== null && !seen.has(role.id)) seen.set(role.id, role);
	return [...seen.values()];
}
