import { z } from "zod";
import { badRequest, GraphRefusal } from "../odata/refusal.ts";
import { type AppRole, memberTypesOf } from "./application.ts";

/** Maximum number of entries in an application's manifest. */
const largestManifest = 1_200;

/** A role in a PATCH (learn.microsoft.com/graph/api/resources/approle). */
export const appRoleSchema = z.object({
	id: z.guid().toLowerCase(),
	displayName: z.string().min(1),
	description: z.string().min(1),
	value: z.string().min(1).max(120).nullish(),
	isEnabled: z.boolean(),
	allowedMemberTypes: z.array(z.enum(["User", "Application"])).min(1),
});

/**
 * The roles after a PATCH, which replaces all of them. An enabled role cannot be changed or removed: it has to be disabled
 * by an earlier request. Throws a GraphRefusal.
 */
export function replaceRoles(
	current: readonly AppRole[],
	given: readonly z.output<typeof appRoleSchema>[],
): readonly AppRole[] {
	if (given.length > largestManifest)
		throw badRequest("The application has too many entries in its manifest.");
	for (const key of ["id", "value"] as const) {
		const values = given.map((role) => role[key]).filter((value) => typeof value === "string");
		if (new Set(values).size < values.length) {
			throw badRequest(`Property appRoles has duplicate values of ${key}.`);
		}
	}
	for (const { value } of given) {
		if (value && (/\s/.test(value) || value.startsWith("."))) {
			throw badRequest(`The value '${value}' of an app role contains characters that are not allowed.`);
		}
	}
	const next = given.map(
		({ id, displayName, description, value, isEnabled, allowedMemberTypes }): AppRole => ({
			id,
			displayName,
			description,
			value: value ?? null,
			isEnabled,
			...(allowedMemberTypes.join() === "User" ? {} : { allowedMemberTypes }),
		}),
	);
	for (const role of current) {
		const same = next.find(({ id }) => id === role.id);
		const isChanged = same === undefined || !isEqual(role, same);
		if (role.isEnabled && isChanged) {
			throw new GraphRefusal(
				400,
				"CannotDeleteOrUpdateEnabledEntitlement",
				"Permission (scope or role) cannot be deleted or updated unless disabled first.",
			);
		}
	}
	return next;
}

/** Equal apart from whether they are enabled. */
function isEqual(one: AppRole, other: AppRole): boolean {
	return (
		one.value === other.value &&
		one.displayName === other.displayName &&
		one.description === other.description &&
		memberTypesOf(one).join() === memberTypesOf(other).join()
	);
}
