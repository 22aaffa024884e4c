import { hash } from "node:crypto";
import type { Entitlement } from "../../source/entitlement.ts";
import type { SourceUser } from "../../source/source-user.ts";

/**
 * What a user was at the source, in two short hashes: how they are assigned, and their attributes.
 * Kept with the link, so that the next cycle finds changed users without asking the target.
 */
export function fingerprint(user: SourceUser, entitlements: readonly Entitlement[]): string {
	return `${assignmentPrint(entitlements)}.${attributePrint(user)}`;
}

/** In place of a fingerprint: the source has permanently deleted the user. A retry must not treat that as a soft deletion. */
export const deletedPrint = "deleted";

/** Replaces the fingerprint of a user who is no longer in the source. */
export function absencePrint(reason: "DeletedAtSource" | "SoftDeletedAtSource"): string {
	return reason === "DeletedAtSource" ? deletedPrint : "";
}

/** Whether the assignments are those of the fingerprint: all that is known of a user who is not in a delta. */
export function isAssignedAsIn(print: string, entitlements: readonly Entitlement[]): boolean {
	return print.slice(0, print.indexOf(".")) === assignmentPrint(entitlements);
}

/** A short hash of any text, for comparing only. */
export function shortHash(text: string): string {
	return hash("sha1", text, "base64url").slice(0, 12);
}

/** Most users share their assignment with many others: each combination of roles is hashed once. */
const assignmentPrints = new Map<string, string>();
const maximum = 10_000;

/** The granted roles decide the values; the group that granted them does not. */
function assignmentPrint(entitlements: readonly Entitlement[]): string {
	if (entitlements.length === 0) return "none";
	const roles = entitlements.map(
		({ role }) => `${role.id}\u0000${role.value ?? ""}\u0000${role.displayName}`,
	);
	const text = roles.join("\u0001");
	const known = assignmentPrints.get(text);
	if (known !== undefined) return known;
	const print = shortHash([...new Set(roles)].join("\u0001"));
	if (assignmentPrints.size >= maximum) assignmentPrints.clear();
	assignmentPrints.set(text, print);
	return print;
}

/** The attributes as pairs, by name in ascending order. */
function attributePrint({ attributes }: SourceUser): string {
	return shortHash(JSON.stringify(namesIn(attributes).map((name) => [name, attributes[name] ?? null])));
}

/** Of the last user: most users have the same attributes in the same order. */
let lastNames: { readonly given: readonly string[]; readonly sorted: readonly string[] } = {
	given: [],
	sorted: [],
};

/** The names in ascending order. */
function namesIn(attributes: SourceUser["attributes"]): readonly string[] {
	const given = Object.keys(attributes);
	const isSame =
		given.length === lastNames.given.length && given.every((name, at) => name === lastNames.given[at]);
	if (!isSame) lastNames = { given, sorted: given.toSorted() };
	return lastNames.sorted;
}
