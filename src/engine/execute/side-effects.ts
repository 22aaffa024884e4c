import { writtenPath } from "../../attributes/target-schema.ts";
import type { AttributeMapping } from "../../mapping/definition/attribute-mapping.ts";
import { isRolesPath, roleNames } from "../../mapping/definition/roles.ts";
import type { ModifiedProperty } from "../../ports/log/log-entry.ts";
import type { ScimUser } from "../../scim/resource.ts";
import type { Write } from "../plan/action/desired-state.ts";

/**
 * What an update took away without being asked to: the account is deactivated, or has other roles than before. `old` is what the
 * account shows now, `new` what it should have.
 */
export function sideEffects(
	action: Write,
	after: ScimUser,
	mappings: readonly Pick<AttributeMapping, "target">[],
): readonly ModifiedProperty[] {
	if (action.type !== "update") return [];
	const { present, changes } = action;
	const isRoles = (target: string) => isRolesPath(writtenPath(target));
	const effects: ModifiedProperty[] = [];
	if (present.active && !after.active && !changes.some(({ name }) => name === "active"))
		effects.push({ name: "active", old: "False", new: "True" });
	const roles = mappings.find(({ target }) => isRoles(target))?.target;
	const [before, now] = [rolesOf(present), rolesOf(after)];
	if (roles !== undefined && before !== now && !changes.some(({ name }) => isRoles(name)))
		effects.push({ name: roles, old: now, new: before });
	return effects;
}

function rolesOf({ roles }: ScimUser): string {
	return roleNames(roles).toSorted().join(", ");
}
