import { isRolesPath, namesRoles, roleNames } from "../../mapping/definition/roles.ts";
import type { CompiledMappings } from "../../mapping/user/compile.ts";
import { parsePath } from "../../scim/path.ts";
import { counted } from "../../text/counted.ts";
import type { PlannedWorkItem, WorkItem } from "./plan-work-item.ts";

/** What a plan does to roles that an operator may not expect. */
export type RoleWarning = {
	/** `role-dropped`: only one of several assigned roles is sent. `role-kept`: a role stays that is no longer assigned. */
	readonly code: "role-dropped" | "role-kept";
	/** The target path of the mapping. */
	readonly target: string;
	/** Number of affected users. */
	readonly users: number;
	readonly message: string;
};

/**
 * Counts users whose roles the mappings change in part only: `SingleAppRoleAssignment` sends one role, and
 * `AppRoleAssignmentsComplex` takes none away.
 *
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/customize-application-attributes
 */
export class RoleWarnings {
	readonly #single: readonly string[];
	readonly #dropped = new Set<string>();
	readonly #kept = new Map<string, Set<string>>();

	constructor({ mappings }: CompiledMappings) {
		this.#single = mappings
			.filter(({ mapping: { source }, path }) => {
				if (source.type !== "expression" || !isRolesPath(path)) return false;
				return /\bSingleAppRoleAssignment\s*\(/i.test(source.expression);
			})
			.map(({ mapping }) => mapping.target);
	}

	/** Notes a user; only those in scope count. */
	note({ sourceId, entitlements }: WorkItem, { mapped, linked, match }: PlannedWorkItem): void {
		if (mapped === null) return;
		const assigned = new Set(entitlements.flatMap(({ role }) => role.value || []));
		if (this.#single.length > 0 && assigned.size > 1) this.#dropped.add(sourceId);
		const account = linked ?? (match?.type === "one" ? match.account : undefined);
		if (account === undefined) return;
		for (const { target, value, additive } of mapped.values) {
			if (!additive || !namesRoles(parsePath(target))) continue;
			const sent = new Set(roleNames(value));
			if (roleNames(account.roles).every((role) => sent.has(role))) continue;
			const users = this.#kept.get(target) ?? new Set();
			this.#kept.set(target, users.add(sourceId));
		}
	}

	list(): readonly RoleWarning[] {
		const [target] = this.#single;
		const dropped = this.#dropped.size;
		const kept = [...this.#kept].map(
			([path, { size }]): RoleWarning => ({
				code: "role-kept",
				target: path,
				users: size,
				message: `${usersHave(size)} a role in the target that is not assigned: AppRoleAssignmentsComplex only adds roles. To also take roles away, map AssertiveAppRoleAssignmentsComplex to ${path}.`,
			}),
		);
		if (target === undefined || dropped === 0) return kept;
		const message = `${usersHave(dropped)} several roles, and SingleAppRoleAssignment sends only one of them. To send all roles, map AppRoleAssignments to ${target}.`;
		return [{ code: "role-dropped", target, users: dropped, message }, ...kept];
	}
}

function usersHave(count: number): string {
	return counted(count, "user has", "users have");
}
