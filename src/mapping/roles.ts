import { elementsOf, extensionOf, type TargetPath } from "../scim/path.ts";
import type { Json, JsonObject } from "../scim/resource.ts";
import { isObject, memberOf } from "../scim/resource-value.ts";

/** The role that Sumo Logic gives to a user without any. */
export const roleOfLastResort = "User";

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
	const names = elementsOf(roles).map((role) => (isObject(role) ? memberOf(role, "value") : role));
	return [...new Set(names.filter((name): name is string => typeof name === "string" && name !== ""))];
}

/** Roles as Sumo Logic takes them: it knows no secondary role, so each is primary. */
export function roleElements(names: readonly string[]): readonly JsonObject[] {
	return names.map((value) => ({ value, primary: true }));
}
