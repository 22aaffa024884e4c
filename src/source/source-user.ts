/** A value of a source attribute: what Graph gives, with nested objects flattened (`employeeOrgData.division`). */
export type AttributeValue = null | string | number | boolean | readonly string[];

/**
 * A user of the source directory (Entra ID, or a file in its shape).
 *
 * `attributes` holds what was read, under Graph's names; an attribute that was not read is absent and counts as null.
 * Members of `onPremisesExtensionAttributes` are at the top level, as Entra's mappings name them.
 *
 * @see https://learn.microsoft.com/graph/api/resources/user
 */
export type SourceUser = {
	/** The directory's own, unchanging id (a GUID in Entra). */
	readonly id: string;
	readonly attributes: Readonly<Record<string, AttributeValue>>;
};

/** The attribute as text, or `""` when it is absent or not text. */
function text(user: SourceUser, attribute: string): string {
	const value = user.attributes[attribute];
	return typeof value === "string" ? value : "";
}

/** The user's name: the display name, otherwise the user principal name, otherwise the id. */
export function nameOf(user: SourceUser): string {
	return text(user, "displayName") || text(user, "userPrincipalName") || user.id;
}

/** The user principal name, or `""`. */
export function principalNameOf(user: SourceUser): string {
	return text(user, "userPrincipalName");
}

/** False only if the directory has the value false: a user without the attribute counts as enabled. */
export function isEnabled(user: SourceUser): boolean {
	return user.attributes.accountEnabled !== false;
}

/** True for a soft-deleted user, who can be restored for 30 days. */
export function isSoftDeleted(user: SourceUser): boolean {
	return text(user, "deletedDateTime") !== "";
}
