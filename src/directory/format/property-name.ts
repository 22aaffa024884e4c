import { sourceAttribute } from "../../attributes/source-schema.ts";

/**
 * The name under which a property is read: Graph's, from any case and from Entra's aliases (`objectId`, `AccountEnabled`).
 * The names that decide who has an account are also read with blanks, hyphens or underscores between their words.
 * PowerShell writes Graph's names with a capital; other names lose theirs, unless it begins an acronym.
 */
export function propertyName(written: string): string {
	const known = sourceAttribute(written);
	if (known !== undefined) return known.name;
	const decisive = decisiveNames.get(folded(written));
	if (decisive !== undefined) return decisive;
	const lower = written.toLowerCase();
	if (Object.hasOwn(otherNames, lower)) return otherNames[lower] ?? written;
	return /^[A-Z](?![A-Z])/.test(written) ? written.charAt(0).toLowerCase() + written.slice(1) : written;
}

const decisiveNames: ReadonlyMap<string, string> = new Map([
	["accountenabled", "accountEnabled"],
	["userprincipalname", "userPrincipalName"],
	["objectid", "id"],
]);

/** Graph's names that no mapping lists, but that decide something here, and what the portal's download calls attributes. */
const otherNames: Readonly<Record<string, string>> = {
	deleteddatetime: "deletedDateTime",
	onpremisesextensionattributes: "onPremisesExtensionAttributes",
	employeeorgdata: "employeeOrgData",
	directorysynced: "onPremisesSyncEnabled",
	invitationstate: "externalUserState",
};

/** Whether the property holds roles: `role`, `roles`, `Role(s)`, `appRole`, `App Roles`… */
export function isRoleName(written: string): boolean {
	return /role/i.test(written) && /^(?:app)?role(?:s|\(s\))?$/.test(folded(written));
}

/** The name without case, spaces, hyphens, underscores and characters that can't be seen. */
export function folded(written: string): string {
	return written.toLowerCase().replace(/[\s_\p{Cf}-]/gu, "");
}
