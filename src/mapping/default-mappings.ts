import { noAttributes } from "../attributes/attribute-list.ts";
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

/** What a new profile starts with, and what "restore defaults" brings back. */
export const defaultMappingSet: MappingSet = {
	mappings: defaultMappings,
	actions: { create: true, update: true, delete: true },
	entraStrict: false,
	attributes: noAttributes,
};
