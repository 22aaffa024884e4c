import type { Source } from "../../src/attributes/source-value.ts";
import type { AttributeMapping } from "../../src/mapping/definition/attribute-mapping.ts";
import type { MappingSet } from "../../src/mapping/definition/mapping-set.ts";
import { type Json, type ScimUser, userSchema } from "../../src/scim/resource.ts";
import { type AppRole, defaultAccess } from "../../src/source/app-role.ts";
import type { Entitlement } from "../../src/source/entitlement.ts";
import type { AttributeValue, SourceUser } from "../../src/source/source-user.ts";
import { defaultMappingSet } from "./sumo-defaults.ts";

export const analyst: AppRole = { id: "r1", value: "Analyst", displayName: "Analysts" };
export const administrator: AppRole = { id: "r2", value: "Administrator", displayName: "Administrators" };

export const ada: SourceUser = {
	id: "00000000-0000-0000-0000-00000000ada0",
	attributes: {
		userPrincipalName: "ada@example.com",
		displayName: "Ada Lovelace",
		mail: "ada@example.com",
		givenName: "Ada",
		surname: "Lovelace",
		accountEnabled: true,
	},
};

/** Ada with other attributes; undefined takes one away. */
export function adaWith(attributes: Record<string, AttributeValue | undefined>): SourceUser {
	const entries = Object.entries({ ...ada.attributes, ...attributes });
	const kept = entries.filter((entry): entry is [string, AttributeValue] => entry[1] !== undefined);
	return { id: ada.id, attributes: Object.fromEntries(kept) };
}

export function assigned(...roles: readonly AppRole[]): readonly Entitlement[] {
	const granted = roles.length === 0 ? [defaultAccess] : roles;
	return granted.map((role, index) => ({ role, assignmentId: `a${index}`, via: { type: "direct" } }));
}

export function source(
	user: SourceUser = ada,
	entitlements = assigned(analyst),
	isSoftDeleted = false,
): Source {
	return { user, entitlements, isSoftDeleted };
}

/** Ada's account as Sumo Logic keeps it. */
export function account(differences: Record<string, Json> = {}): ScimUser {
	return {
		schemas: [userSchema],
		id: "000000000FE20FE2",
		userName: "ada@example.com",
		active: true,
		name: { givenName: "Ada", familyName: "Lovelace" },
		emails: [{ value: "ada@example.com", type: "work", primary: true }],
		roles: [{ value: "Analyst", primary: true }],
		meta: { resourceType: "User" },
		...differences,
	};
}

export function mapping(
	target: string,
	from: AttributeMapping["source"] | string,
	more: Partial<AttributeMapping> = {},
): AttributeMapping {
	const found: AttributeMapping["source"] =
		typeof from === "string" ? { type: "expression", expression: from } : from;
	return { target, source: found, apply: "always", flowNull: false, ...more };
}

/** The default set with other mappings in place of, or beside, those with the same target. */
export function setWith(...mappings: readonly AttributeMapping[]): MappingSet {
	const targets = mappings.map(({ target }) => target);
	const kept = defaultMappingSet.mappings.filter(({ target }) => !targets.includes(target));
	return { ...defaultMappingSet, mappings: [...kept, ...mappings] };
}
