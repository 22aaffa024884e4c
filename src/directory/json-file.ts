import { sourceUserOf } from "../entra/graph-user.ts";
import { type AppRole, defaultAccess, defaultAccessId } from "../source/app-role.ts";
import type { Assignment } from "../source/assignment.ts";
import { nameOf, type SourceUser } from "../source/source-user.ts";
import { assignmentIdOf, type FileContents, type FileFormat } from "./file-format.ts";
import { invalidFile } from "./invalid-file.ts";
import { withElement, withoutElements } from "./json-edit.ts";
import { checkedUser, type JsonDocument, parseJsonDocument } from "./json-schema.ts";

/**
 * The JSON source:
 * `{users: [user as Graph gives it], groups: [{id, displayName, members: [id]}], appRoles: [{id, value, displayName}],
 * assignments: [{principalId, appRole}]}`, where `appRole` is a role's value or ID, and absent for default access.
 * Only `users` is required.
 */
export const jsonFormat: FileFormat = {
	parse(text, name) {
		return contentsOf(parseJsonDocument(text, name), name);
	},
	withGrant(text, grant, contents, name) {
		const role = contents.state.roles.find(({ id }) => id === grant.appRoleId);
		const appRole = role && (role.value ?? role.id);
		return withElement(
			text,
			"assignments",
			{ principalId: grant.principalId, ...(appRole && { appRole }) },
			name,
		);
	},
	withoutGrant(text, gone, contents, name) {
		const document = parseJsonDocument(text, name);
		const resolve = roleResolver(contents.state.roles);
		const isGone = ({ principalId, appRole }: JsonDocument["assignments"][number]) =>
			principalId === gone.principalId && resolve(appRole)?.id === gone.appRoleId;
		return withoutElements(text, "assignments", (index) => {
			const assignment = document.assignments[index];
			return assignment !== undefined && isGone(assignment);
		});
	},
};

function contentsOf(document: JsonDocument, name: string): FileContents {
	const users = usersOf(document, name);
	const groups = groupsOf(document, users, name);
	const roles = rolesOf(document, name);
	const assignments = assignmentsOf(document, users, groups, roles, name);
	const assigned = new Set(assignments.map(({ principalId }) => principalId));
	const members = new Map<string, readonly string[]>();
	for (const group of document.groups) {
		if (assigned.has(group.id))
			members.set(
				group.id,
				[...new Set(group.members)].filter((id) => users.has(id)),
			);
	}
	return { users, groups: [...groups.values()], state: { roles, assignments, members } };
}

function usersOf(document: JsonDocument, name: string): Map<string, SourceUser> {
	const users = new Map<string, SourceUser>();
	for (const [index, value] of document.users.entries()) {
		const user = checkedUser(value, index, name);
		if (users.has(user.id))
			throw invalidFile(name, `users[${index}].id: ${user.id} is the ID of an earlier user`);
		users.set(user.id, sourceUserOf(user));
	}
	return users;
}

function groupsOf(document: JsonDocument, users: ReadonlyMap<string, SourceUser>, name: string) {
	const groups = new Map<string, { readonly id: string; readonly displayName: string }>();
	for (const [index, { id, displayName }] of document.groups.entries()) {
		if (groups.has(id)) throw invalidFile(name, `groups[${index}].id: ${id} is the ID of an earlier group`);
		if (users.has(id)) throw invalidFile(name, `groups[${index}].id: ${id} is the ID of a user`);
		groups.set(id, { id, displayName });
	}
	return groups;
}

function rolesOf(document: JsonDocument, name: string): readonly AppRole[] {
	if (!document.appRoles) {
		const named = new Set(document.assignments.flatMap(({ appRole }) => appRole || []));
		named.delete(defaultAccessId);
		return [...named].map((value) => ({ id: value, value, displayName: value }));
	}
	const roles = new Map<string, AppRole>();
	for (const [index, role] of document.appRoles.entries()) {
		const value = role.value || null;
		const id = typeof role.id === "string" ? role.id : (value ?? "");
		if (id === defaultAccessId) continue;
		if (roles.has(id)) throw invalidFile(name, `appRoles[${index}].id: ${id} is the ID of an earlier role`);
		roles.set(id, { id, value, displayName: role.displayName || (value ?? id) });
	}
	return [...roles.values()];
}

function assignmentsOf(
	document: JsonDocument,
	users: ReadonlyMap<string, SourceUser>,
	groups: ReadonlyMap<string, { readonly displayName: string }>,
	roles: readonly AppRole[],
	name: string,
): readonly Assignment[] {
	const resolve = roleResolver(roles);
	const assignments = new Map<string, Assignment>();
	for (const [index, { principalId, appRole }] of document.assignments.entries()) {
		const user = users.get(principalId);
		const group = groups.get(principalId);
		if (!user && !group) {
			throw invalidFile(
				name,
				`assignments[${index}].principalId: ${principalId} is neither a user nor a group of this file`,
			);
		}
		const role = resolve(appRole);
		if (!role) {
			const known = roles.map((each) => each.value ?? each.id).join(", ") || "none";
			throw invalidFile(
				name,
				`assignments[${index}].appRole: no role has the value or ID "${appRole}" (known: ${known})`,
			);
		}
		const id = assignmentIdOf({ principalId, appRoleId: role.id });
		assignments.set(id, {
			id,
			principalId,
			principalType: user ? "User" : "Group",
			principalName: user ? nameOf(user) : (group?.displayName ?? principalId),
			appRoleId: role.id,
		});
	}
	return [...assignments.values()];
}

/** Finds a role by its ID or its value; without a name, default access. */
function roleResolver(roles: readonly AppRole[]): (named: string | null | undefined) => AppRole | undefined {
	const byName = new Map<string, AppRole>();
	for (const role of roles) if (role.value !== null && !byName.has(role.value)) byName.set(role.value, role);
	for (const role of roles) byName.set(role.id, role);
	byName.set(defaultAccessId, defaultAccess);
	return (named) => (named ? byName.get(named) : defaultAccess);
}
