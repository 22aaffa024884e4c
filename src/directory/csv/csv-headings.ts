import { sourceAttribute } from "../../attributes/source-schema.ts";
import type { FileKind } from "../format/file-kind.ts";
import { folded, isRoleName, propertyName } from "../format/property-name.ts";

/** The meaning of a heading. */
export type Heading = {
	/** An attribute, `id` or `role`; `""` for a column without a name. */
	readonly attribute: string;
	/** The column says the opposite of the attribute: "Block sign in". */
	readonly inverted: boolean;
};

/** Which program wrote a CSV file with these headings. */
export function kindOf(headings: readonly string[]): FileKind {
	const has = (...wanted: readonly string[]) =>
		wanted.every((one) => headings.some((heading) => folded(heading) === one));
	if (headings.some((heading) => bracketed.test(heading))) return "entra-template";
	if (has("username", "firstname", "lastname", "displayname") && !has("userprincipalname"))
		return "microsoft-365";
	if (has("userprincipalname", "blockcredential", "signinname")) return "get-msoluser";
	if (has("userprincipalname", "samaccountname", "distinguishedname")) return "get-aduser";
	if (has("userprincipalname", "blockcredential") || headings.includes("User principal name"))
		return "microsoft-365";
	if (has("usertype", "alternateemailaddress") && (has("objectid") || has("id", "creationtype")))
		return "entra-download";
	return headings.includes("UserPrincipalName") ? "powershell-csv" : "csv";
}

/** Reads one heading of a file of that kind. */
export function readHeading(heading: string, kind: FileKind): Heading {
	const trimmed = visibleHeading(heading);
	const property = bracketed.exec(trimmed)?.[1];
	if (property !== undefined) return { attribute: propertyName(property), inverted: /^block/i.test(trimmed) };
	if (kind === "get-aduser" && folded(trimmed) === "enabled")
		return { attribute: "accountEnabled", inverted: false };
	if (kind === "microsoft-365" || kind === "get-msoluser") {
		const known = microsoft365.get(folded(trimmed));
		if (known !== undefined) return { attribute: known, inverted: false };
	}
	if (/^(?:block(?:credential|signin)|signinblocked)$/.test(folded(trimmed)))
		return { attribute: "accountEnabled", inverted: true };
	const spaceless = sourceAttribute(trimmed.replace(/[\s_-]/g, ""));
	return { attribute: spaceless?.name ?? propertyName(trimmed), inverted: false };
}

/** The heading without characters that can't be seen, such as a zero-width space that came with it from a web page. */
export function visibleHeading(heading: string): string {
	return heading.replace(/\p{Cf}/gu, "").trim();
}

/** Whether a column probably says who is disabled, under a name of its own: `Enabled` of Get-ADUser, `Status`. */
export function isLikeEnabled(heading: string): boolean {
	return /^(?:is)?(?:account)?(?:enabled|disabled|active|inactive|blocked|locked|(?:signin)?status)$/.test(
		folded(heading),
	);
}

/** Whether a part of a heading is a name that is known here: a sign that a delimiter was not one. */
export function isKnownHeading(heading: string): boolean {
	return sourceAttribute(visibleHeading(heading)) !== undefined || isRoleName(heading);
}

/**
 * `User name [userPrincipalName] Required`, as the bulk templates of the Entra admin center name their columns.
 *
 * @see https://learn.microsoft.com/entra/identity/users/users-bulk-add
 */
const bracketed = /^[^[\]]*\[([A-Za-z]\w*)\](?:\s+\S+)?$/;

/**
 * The headings of "Export users" in the Microsoft 365 admin center, folded. Beside these it writes "Block credential", which says
 * the opposite of accountEnabled, and columns about licenses and passwords that are attributes of no user. Its template to add several
 * users begins with "User Name".
 *
 * @see https://learn.microsoft.com/microsoft-365/admin/add-users/add-multiple-users
 */
const microsoft365: ReadonlyMap<string, string> = new Map([
	["objectid", "id"],
	["userprincipalname", "userPrincipalName"],
	["displayname", "displayName"],
	["firstname", "givenName"],
	["lastname", "surname"],
	["title", "jobTitle"],
	["office", "officeLocation"],
	["username", "userPrincipalName"],
	["jobtitle", "jobTitle"],
	["officenumber", "officeLocation"],
	["officephone", "telephoneNumber"],
	["address", "streetAddress"],
	["ziporpostalcode", "postalCode"],
	["phonenumber", "telephoneNumber"],
	["mobilephone", "mobilePhone"],
	["fax", "faxNumber"],
	["country/region", "country"],
	["countryorregion", "country"],
	["stateorprovince", "state"],
	["whencreated", "createdDateTime"],
	["softdeletiontimestamp", "deletedDateTime"],
	["lastdirsynctime", "onPremisesLastSyncDateTime"],
]);
