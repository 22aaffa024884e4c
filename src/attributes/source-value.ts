import { RoleAssignments, type Value } from "../expression/index.ts";
import { type Entitlement, rolesOf } from "../source/entitlement.ts";
import type { AttributeValue, SourceUser } from "../source/source-user.ts";
import { sourceAttribute } from "./source-schema.ts";

/** A source user with what Entra adds to it before the mappings are evaluated. */
export type Source = {
	readonly user: SourceUser;
	/** How the user is assigned; empty when not. */
	readonly entitlements: readonly Entitlement[];
	/** Unassigned, out of scope, soft-deleted or disabled at the source: the account should be disabled. */
	readonly isSoftDeleted: boolean;
};

/** An attribute of the source as mappings read it, by Graph's name or Entra's in any case; null when absent. */
export function readSource(source: Source, name: string): Value {
	const { user } = source;
	const canonical = sourceAttribute(name)?.name;
	switch (canonical) {
		case "IsSoftDeleted":
			return source.isSoftDeleted;
		case "appRoleAssignments":
			return new RoleAssignments(rolesOf(source.entitlements));
		default:
			return readAttribute(user, canonical ?? name);
	}
}

/** An attribute of the user alone, for scoping filters: neither `IsSoftDeleted` nor `appRoleAssignments` is known here. */
export function readAttribute(user: SourceUser, name: string): AttributeValue {
	const canonical = sourceAttribute(name)?.name ?? name;
	switch (canonical) {
		case "id":
			return user.id;
		case "userPrincipalName":
			return invitedAddress(own(user, "userPrincipalName"));
		case "originalUserPrincipalName":
			return own(user, "userPrincipalName");
		case "telephoneNumber":
			return own(user, "telephoneNumber") ?? firstOf(own(user, "businessPhones"));
		case "manager":
			return own(user, "manager") ?? own(user, "manager.id");
		default:
			return own(user, canonical) ?? aliased(user, name);
	}
}

function own(user: SourceUser, name: string): AttributeValue {
	return Object.hasOwn(user.attributes, name) ? (user.attributes[name] ?? null) : null;
}

/** A file may hold the name that the mapping uses, or one that differs in case. */
function aliased(user: SourceUser, name: string): AttributeValue {
	const direct = own(user, name);
	if (direct !== null) return direct;
	const lower = name.toLowerCase();
	const key = Object.keys(user.attributes).find((one) => one.toLowerCase() === lower);
	return key === undefined ? null : own(user, key);
}

function firstOf(value: AttributeValue): AttributeValue {
	return Array.isArray(value) ? (value[0] ?? null) : value;
}

const guest = /^(.+)_([^_]+)#EXT#@.*$/i;

/**
 * A guest's own address: `ada_example.com#EXT#@contoso.onmicrosoft.com` → `ada@example.com`. Others stay as they are.
 *
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/how-provisioning-works#b2b-guest-users
 */
function invitedAddress(principalName: AttributeValue): AttributeValue {
	return typeof principalName === "string" ? principalName.replace(guest, "$1@$2") : principalName;
}
