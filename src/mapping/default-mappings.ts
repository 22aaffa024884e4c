import { enterpriseUserSchema } from "../scim/resource.ts";
import { noAttributes } from "./attribute-list.ts";
import type { AttributeMapping, MappingSet } from "./attribute-mapping.ts";

const always = { apply: "always", flowNull: false } as const;
const direct = (target: string, attribute: string): AttributeMapping => ({
	target,
	source: { type: "direct", attribute },
	...always,
});
const expression = (target: string, text: string): AttributeMapping => ({
	target,
	source: { type: "expression", expression: text },
	...always,
});

/**
 * The six mappings of Sumo Logic's guide for provisioning with Microsoft Entra ID.
 *
 * @see https://www.sumologic.com/help/docs/manage/security/scim/provision-with-microsoft-entra-id/
 */
export const defaultMappings: readonly AttributeMapping[] = [
	{ ...direct("userName", "userPrincipalName"), matchingPrecedence: 1 },
	expression("active", 'Switch([IsSoftDeleted], , "False", "True", "True", "False")'),
	direct('emails[type eq "work"].value', "mail"),
	direct("name.givenName", "givenName"),
	direct("name.familyName", "surname"),
	expression('roles[primary eq "True"].value', "AppRoleAssignments([appRoleAssignments])"),
];

const enterprise = (name: string) => `${enterpriseUserSchema}:${name}`;
const workAddress = (name: string) => `addresses[type eq "work"].${name}`;
const phone = (type: string) => `phoneNumbers[type eq "${type}"].value`;

/**
 * What Entra gives a non-gallery SCIM application before anyone edits it: of these the guide keeps the ones above. A
 * schema exported from Entra may still hold them.
 *
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups
 */
export const nonGalleryMappings: readonly AttributeMapping[] = [
	...defaultMappings.filter(({ target }) => !target.startsWith("roles")),
	direct("displayName", "displayName"),
	direct("title", "jobTitle"),
	direct("preferredLanguage", "preferredLanguage"),
	expression("name.formatted", 'Join(" ", [givenName], [surname])'),
	direct(workAddress("formatted"), "physicalDeliveryOfficeName"),
	direct(workAddress("streetAddress"), "streetAddress"),
	direct(workAddress("locality"), "city"),
	direct(workAddress("region"), "state"),
	direct(workAddress("postalCode"), "postalCode"),
	direct(workAddress("country"), "country"),
	direct(phone("work"), "telephoneNumber"),
	direct(phone("mobile"), "mobile"),
	direct(phone("fax"), "facsimileTelephoneNumber"),
	direct("externalId", "mailNickname"),
	direct(enterprise("employeeNumber"), "employeeId"),
	direct(enterprise("department"), "department"),
	direct(enterprise("manager"), "manager"),
];

/** What a new profile starts with, and what "restore defaults" brings back. */
export const defaultMappingSet: MappingSet = {
	mappings: defaultMappings,
	actions: { create: true, update: true, delete: true },
	entraStrict: false,
	attributes: noAttributes,
};
