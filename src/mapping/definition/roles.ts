import { elementsOf, extensionOf, type TargetPath } from "../../scim/path.ts";
import type { Json } from "../../scim/resource.ts";
import { isObject, memberOf } from "../../scim/resource-value.ts";
import { describedElement } from "../../scim/value-filter.ts";
import type { TargetDialect } from "./target-dialect.ts";

/** Whether the path lies in the roles of the core user. */
export function isRolesPath(path: TargetPath): boolean {
	return extensionOf(path) === null && path.attribute.toLowerCase() === "roles";
}

/** Whether the path says which roles there are, rather than how they are displayed. */
export function namesRoles(path: TargetPath): boolean {
	return isRolesPath(path) && (path.subAttribute ?? "value").toLowerCase() === "value";
}

/** The exact names of roles, each once, whether they are given as text, as `{value, primary}` or as structured roles. */
export function roleNames(roles: Json | undefined): readonly string[] {
	const names: string[] = [];
	for (const role of elementsOf(roles)) {
		const name = roleName(role);
		if (typeof name === "string" && name !== "" && !names.includes(name)) names.push(name);
	}
	return names;
}

/** Of one role, however it is given. Some servers name a role only in `display`, which RFC 7643 §4.1.2 adds for people. */
export function roleName(role: Json): Json | undefined {
	return isObject(role) ? (memberOf(role, "value") ?? memberOf(role, "display")) : role;
}

/**
 * Roles as the target takes them: all primary and nothing but the name where it knows no other; elsewhere as they are,
 * and a mere name as the path's filter describes an element.
 */
export function writtenRoles(
	roles: Json | undefined,
	{ roles: rules }: TargetDialect,
	path?: TargetPath,
): readonly Json[] {
	if (rules.allPrimary) return roleNames(roles).map((value) => ({ value, primary: true }));
	const filter = path?.filter ?? null;
	const described = filter === null ? {} : (describedElement(filter) ?? {});
	const structured = elementsOf(roles).filter(isObject);
	const plain = roleNames(elementsOf(roles).filter((role) => !isObject(role)));
	return [...structured, ...plain.map((value) => ({ ...described, value }))];
}
