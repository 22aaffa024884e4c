import type { GrantedRole, SourceDirectory } from "./synchronization/source/directory.ts";
import type { Assignment, Tenant } from "./tenant.ts";

/** The tenant as the provisioning service reads it. */
export function sourceDirectory(tenant: Tenant): SourceDirectory {
	const roleOf = ({ resourceId, appRoleId }: Assignment): GrantedRole => {
		const roles = tenant.applications.all.get(resourceId)?.appRoles ?? [];
		const found = roles.find(({ id }) => id === appRoleId);
		return {
			id: appRoleId,
			value: found?.value ?? null,
			displayName: found?.displayName ?? "Default Access",
		};
	};
	return {
		users: () => tenant.listUsers(),
		user: (id) => {
			const user = tenant.users.get(id);
			if (user) return { user, isSoftDeleted: false };
			const deleted = tenant.deletedUsers.get(id);
			return deleted && { user: deleted.user, isSoftDeleted: true };
		},
		groups: () => [...tenant.groups.values()],
		group: (id) => tenant.groups.get(id),
		grants: (servicePrincipalId) =>
			tenant
				.listAssignments()
				.filter(({ resourceId }) => resourceId === servicePrincipalId)
				.map((one) => ({ principalId: one.principalId, role: roleOf(one), created: one.createdDateTime })),
		membersOf: (groupId) => tenant.groups.get(groupId)?.members,
	};
}
