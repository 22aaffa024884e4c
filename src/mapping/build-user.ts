import { type TargetList, writtenPath } from "../attributes/target-schema.ts";
import { attributeAt, change, read, type TargetPath, write } from "../scim/path.ts";
import { type Json, type JsonObject, type NewScimUser, userSchema } from "../scim/resource.ts";
import { isObject, memberOf, withValue } from "../scim/resource-value.ts";
import { describedElement } from "../scim/value-filter.ts";
import { MappingFailure } from "./errors.ts";
import type { MappedUser } from "./mapped-user.ts";
import { isRolesPath, namesRoles, roleElements, roleNames } from "./roles.ts";

/**
 * The body that creates the user (RFC 7644 §3.3), in the form that Sumo Logic documents: roles as `{value, primary: true}`
 * and an empty list for none, one e-mail that is primary, the schemas of the extensions used.
 * Throws `MappingFailure` when there is no userName; see `missingFields` for the others.
 */
export function buildUser(mapped: MappedUser): NewScimUser {
	let user: JsonObject = {};
	for (const { target, value } of mapped.values) {
		const path = writtenPath(target);
		if (value === null || (isRolesPath(path) && !namesRoles(path))) continue;
		user = place(user, path, value);
	}
	const { userName } = user;
	if (typeof userName !== "string" || userName === "") {
		const who = mapped.matching[0]?.value ?? "A user";
		const reason = "it has no value, and no user can be created without one";
		throw new MappingFailure("MandatoryFieldsMissing", "userName", who, reason);
	}
	const extensions = Object.keys(user).filter((key) => /^urn:/i.test(key));
	return {
		...withPrimaryEmail(user),
		schemas: [userSchema, ...extensions],
		userName,
		roles: roleElements(roleNames(user.roles)),
	};
}

/** The required fields that the user lacks, as target paths. Roles never lack: Sumo Logic gives its own for none. */
export function missingFields(user: NewScimUser, { required }: TargetList): readonly string[] {
	return required.filter((target) => {
		const path = writtenPath(target);
		return !isRolesPath(path) && read(user, path) === null;
	});
}

/** Several values at a path with a filter make several elements, each as the filter describes it. */
function place(user: JsonObject, path: TargetPath, value: Json): JsonObject {
	const { filter, subAttribute } = path;
	if (!Array.isArray(value) || subAttribute === null) return write(user, path, value);
	const described = filter === null ? {} : (describedElement(filter) ?? {});
	return change(user, path, () => value.map((one: Json) => ({ ...described, [subAttribute]: one })));
}

function withPrimaryEmail(user: JsonObject): JsonObject {
	const emails = attributeAt(user, { schema: null, attribute: "emails", filter: null, subAttribute: null });
	if (
		!Array.isArray(emails) ||
		emails.some((email) => isObject(email) && memberOf(email, "primary") === true)
	) {
		return user;
	}
	const work = emails.findIndex((email) => isObject(email) && memberOf(email, "type") === "work");
	const primary = Math.max(work, 0);
	const marked = emails.map((email: Json, index) =>
		index === primary && isObject(email) ? withValue(email, "primary", true) : email,
	);
	return withValue(user, "emails", marked);
}
