import { sourceAttribute } from "../../attributes/source-schema.ts";

/**
 * The name under which a property is read: Graph's, from any case and from Entra's aliases (`objectId`, `AccountEnabled`).
 * PowerShell writes Graph's names with a capital; other names lose theirs, unless it begins an acronym.
 */
export function propertyName(written: string): string {
	const known = sourceAttribute(written);
	if (known !== undefined) return known.name;
	const lower = written.toLowerCase();
	if (Object.hasOwn(otherNames, lower)) return otherNames[lower] ?? written;
	return /^[A-Z](?![A-Z])/.test(written) ? written.charAt(0).toLowerCase() + written.slice(1) : written;
}

/** Graph's names that no mapping lists, but that decide something here, and what the portal's download calls attributes. */
const otherNames: Readonly<Record<string, string>> = {
	deleteddatetime: "deletedDateTime",
	onpremisesextensionattributes: "onPremisesExtensionAttributes",
	employeeorgdata: "employeeOrgData",
	directorysynced: "onPremisesSyncEnabled",
	invitationstate: "externalUserState",
};

/** Whether the property holds roles: `role`, `roles`, `appRole`, `App Roles`… */
export function isRoleName(written: string): boolean {
	return /^(?:app)?roles?$/.test(folded(written));
}

/** The name without case, spaces, hyphens and underscores. */
export function folded(written: string): string {
	return written.toLowerCase().replace(/[\s_-]/g, "");
}
