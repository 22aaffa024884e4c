import { writtenPath } from "../../attributes/target-schema.ts";
import { isRolesPath, roleNames } from "../../mapping/definition/roles.ts";
import type { ModifiedProperty } from "../../ports/log/log-entry.ts";
import type { ScimUser } from "../../scim/resource.ts";
import type { Write } from "../plan/action/desired-state.ts";

/**
 * What decides access and was not part of an update, but is no longer as it was before it: the account was deactivated, or its roles are
 * others. `old` is what the account shows now, `new` what it should have.
 *
 * @param targets of the mappings.
 */
export function sideEffects(
	action: Write,
	after: ScimUser,
	targets: readonly string[],
): readonly ModifiedProperty[] {
	if (action.type !== "update") return [];
	const { present, changes } = action;
	const isRoles = (target: string) => isRolesPath(writtenPath(target));
	const effects: ModifiedProperty[] = [];
	if (present.active && !after.active && !changes.some(({ name }) => name === "active"))
		effects.push({ name: "active", old: "False", new: "True" });
	const roles = targets.find(isRoles);
	const [before, now] = [rolesOf(present), rolesOf(after)];
	if (roles !== undefined && before !== now && !changes.some(({ name }) => isRoles(name)))
		effects.push({ name: roles, old: now, new: before });
	return effects;
}

function rolesOf({ roles }: ScimUser): string {
	return roleNames(roles).toSorted().join(", ");
}
