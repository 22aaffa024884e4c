import { type TargetList, writtenPath } from "../../attributes/target-schema.ts";
import { attributeAt, change, read, type TargetPath, write } from "../../scim/path.ts";
import { type Json, type JsonObject, type NewScimUser, userSchema } from "../../scim/resource.ts";
import { isObject, memberOf, withValue } from "../../scim/resource-value.ts";
import { describedElement } from "../../scim/value-filter.ts";
import { isRolesPath, namesRoles, writtenRoles } from "../definition/roles.ts";
import type { TargetDialect } from "../definition/target-dialect.ts";
import { MappingFailure } from "./errors.ts";
import type { MappedUser } from "./mapped-user.ts";

/**
 * The body that creates the user (RFC 7644 §3.3), in the form that the target takes, with the schemas of the extensions
 * used. A target whose roles are all primary gets an empty list for none.
 * Throws `MappingFailure` when there is no userName; see `missingFields` for the others.
 */
export function buildUser(mapped: MappedUser, dialect: TargetDialect): NewScimUser {
	let user: JsonObject = {};
	for (const { target, value } of mapped.values) {
		const path = writtenPath(target);
		if (value === null || (dialect.roles.allPrimary && isRolesPath(path) && !namesRoles(path))) continue;
		user = place(user, path, value);
	}
	const { userName } = user;
	if (typeof userName !== "string" || userName === "") {
		const who = mapped.matching[0]?.value ?? "A user";
		const reason = "it has no value, and no user can be created without one";
		throw new MappingFailure("MandatoryFieldsMissing", "userName", who, reason);
	}
	const roles = writtenRoles(user.roles, dialect);
	const extensions = Object.keys(user).filter((key) => /^urn:/i.test(key));
	return {
		...[...dialect.singleValuedLists].reduce(withPrimary, user),
		schemas: [userSchema, ...extensions],
		userName,
		...(roles.length > 0 || dialect.roles.allPrimary ? { roles } : {}),
	};
}

/** The required fields that the user lacks, as target paths. Roles never lack where the target gives one of its own for none. */
export function missingFields(
	user: JsonObject,
	{ required }: TargetList,
	{ roles, blankIsNoValue }: TargetDialect,
): readonly string[] {
	return required.filter((target) => {
		const path = writtenPath(target);
		if (isRolesPath(path) && roles.lastResort !== null) return false;
		const value = read(user, path);
		return value === null || (blankIsNoValue && typeof value === "string" && value.trim() === "");
	});
}

/** Several values at a path with a filter make several elements, each as the filter describes it. */
function place(user: JsonObject, path: TargetPath, value: Json): JsonObject {
	const { filter, subAttribute } = path;
	if (!Array.isArray(value) || subAttribute === null) return write(user, path, value);
	const described = filter === null ? {} : (describedElement(filter) ?? {});
	return change(user, path, () => value.map((one: Json) => ({ ...described, [subAttribute]: one })));
}

/** Marks the element of a list that the target will keep: the one for work, or the first. */
function withPrimary(user: JsonObject, list: string): JsonObject {
	const elements = attributeAt(user, { schema: null, attribute: list, filter: null, subAttribute: null });
	if (
		!Array.isArray(elements) ||
		elements.some((element) => isObject(element) && memberOf(element, "primary") === true)
	) {
		return user;
	}
	const work = elements.findIndex((element) => isObject(element) && memberOf(element, "type") === "work");
	const primary = Math.max(work, 0);
	const marked = elements.map((element: Json, index) =>
		index === primary && isObject(element) ? withValue(element, "primary", true) : element,
	);
	return withValue(user, list, marked);
}
