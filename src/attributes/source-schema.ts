import type { AttributeType } from "./attribute-list.ts";

/** An attribute that mappings and scoping filters can read. */
export type SourceAttribute = {
	/** As Graph names it. */
	readonly name: string;
	readonly type: AttributeType;
	readonly multiValued: boolean;
	/** What Entra's mappings call it, where that differs from Graph. */
	readonly alias?: string;
	/** Worked out here rather than read from the directory. */
	readonly computed?: true;
};

const named = (names: string): readonly SourceAttribute[] =>
	names
		.split(" ")
		.filter((name) => name !== "")
		.map((name) => ({ name, type: "String", multiValued: false }));

/**
 * The attributes of a directory user that Entra offers, under Graph's names.
 *
 * @see https://learn.microsoft.com/graph/api/resources/user
 */
export const sourceAttributes: readonly SourceAttribute[] = [
	{ name: "userPrincipalName", type: "String", multiValued: false },
	{ name: "originalUserPrincipalName", type: "String", multiValued: false, computed: true },
	{ name: "IsSoftDeleted", type: "Boolean", multiValued: false, computed: true },
	{ name: "appRoleAssignments", type: "Reference", multiValued: true, computed: true },
	{ name: "id", alias: "objectId", type: "String", multiValued: false },
	...named("displayName givenName surname mail mailNickname userType preferredLanguage usageLocation"),
	...named("jobTitle department companyName employeeId employeeType ageGroup"),
	...named("employeeOrgData.division employeeOrgData.costCenter city state country streetAddress postalCode"),
	{ name: "accountEnabled", type: "Boolean", multiValued: false },
	{ name: "officeLocation", alias: "physicalDeliveryOfficeName", type: "String", multiValued: false },
	{ name: "mobilePhone", alias: "mobile", type: "String", multiValued: false },
	{ name: "faxNumber", alias: "facsimileTelephoneNumber", type: "String", multiValued: false },
	{ name: "telephoneNumber", type: "String", multiValued: false, computed: true },
	{ name: "businessPhones", type: "String", multiValued: true },
	{ name: "otherMails", type: "String", multiValued: true },
	{ name: "proxyAddresses", type: "String", multiValued: true },
	{ name: "imAddresses", type: "String", multiValued: true },
	{ name: "manager", type: "Reference", multiValued: false },
	{ name: "employeeHireDate", type: "DateTime", multiValued: false },
	{ name: "employeeLeaveDateTime", type: "DateTime", multiValued: false },
	{ name: "createdDateTime", type: "DateTime", multiValued: false },
	{ name: "onPremisesSyncEnabled", alias: "dirSyncEnabled", type: "Boolean", multiValued: false },
	...named("creationType externalUserState onPremisesSamAccountName onPremisesDomainName"),
	...named("onPremisesDistinguishedName onPremisesImmutableId onPremisesSecurityIdentifier"),
	...named("onPremisesUserPrincipalName"),
	...named(Array.from({ length: 15 }, (_, index) => `extensionAttribute${index + 1}`).join(" ")),
];

const known = new Map<string, SourceAttribute>();
for (const attribute of sourceAttributes) {
	for (const name of [attribute.name, ...(attribute.alias === undefined ? [] : [attribute.alias])]) {
		known.set(name, attribute);
		known.set(name.toLowerCase(), attribute);
	}
}

/** The attribute by Graph's name or Entra's, in any case; undefined for others (directory extensions, for one). */
export function sourceAttribute(name: string): SourceAttribute | undefined {
	return known.get(name) ?? known.get(name.toLowerCase());
}

/** What must be read from the directory to know these attributes, under Graph's names; each once. */
export function graphAttributes(names: Iterable<string>): readonly string[] {
	const needed = new Set<string>();
	for (const name of names) {
		const attribute = sourceAttribute(name);
		if (attribute === undefined) needed.add(name);
		else if (attribute.computed !== true) needed.add(attribute.name);
		else for (const source of computedFrom[attribute.name] ?? []) needed.add(source);
	}
	needed.delete("id");
	return [...needed];
}

const computedFrom: Readonly<Record<string, readonly string[]>> = {
	originalUserPrincipalName: ["userPrincipalName"],
	IsSoftDeleted: ["accountEnabled"],
	telephoneNumber: ["businessPhones"],
};
