import { type RoleAssignment, RoleAssignments } from "../../../../expression/index.ts";
import type { SourceDirectory } from "./directory.ts";

/** The role ID of an assignment without a role. */
const defaultAccess = "00000000-0000-0000-0000-000000000000";

/**
 * The roles of each assigned user, from own assignments and from groups of which the user is a direct member; and of each
 * assigned group.
 */
export type Entitlements = ReadonlyMap<string, RoleAssignments>;

/**
 * Reads the assignments to an application. Nested groups are not read.
 *
 * @param withoutValue what a role without a value counts as: nothing, or its display name
 */
export function readEntitlements(
	directory: SourceDirectory,
	servicePrincipalId: string,
	withoutValue: "nothing" | "displayName",
): Entitlements {
	const roles = new Map<string, RoleAssignment[]>();
	const grant = (userId: string, role: RoleAssignment): void => {
		const held = roles.get(userId);
		if (!held) roles.set(userId, [role]);
		else if (!held.some(({ id }) => id === role.id)) held.push(role);
	};
	for (const { principalId, role: granted } of directory.grants(servicePrincipalId)) {
		const isNamed = withoutValue === "displayName" && granted.id !== defaultAccess;
		const value = granted.value ?? (isNamed ? granted.displayName : null);
		const role = { ...granted, value };
		const members = directory.membersOf(principalId);
		grant(principalId, role);
		if (members) for (const member of members) if (directory.user(member)) grant(member, role);
	}
	return new Map([...roles].map(([id, held]) => [id, new RoleAssignments(held)]));
}
