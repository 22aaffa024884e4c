import { standardAttributes } from "../attributes/standard-attributes.ts";
import type { TargetAttribute } from "../attributes/target-schema.ts";
import type { AttributeMapping } from "../mapping/definition/attribute-mapping.ts";
import { direct, expression } from "../mapping/definition/plain-mapping.ts";
import type { TargetDialect } from "../mapping/definition/target-dialect.ts";

/**
 * The six mappings of Sumo Logic's guide for provisioning with Microsoft Entra ID.
 *
 * @see https://www.sumologic.com/help/docs/manage/security/scim/provision-with-microsoft-entra-id/
 */
const defaultMappings: readonly AttributeMapping[] = [
	{ ...direct("userName", "userPrincipalName"), matchingPrecedence: 1 },
	expression("active", 'Switch([IsSoftDeleted], , "False", "True", "True", "False")'),
	direct('emails[type eq "work"].value', "mail"),
	direct("name.givenName", "givenName"),
	direct("name.familyName", "surname"),
	expression('roles[primary eq "True"].value', "AppRoleAssignments([appRoleAssignments])"),
];

const workAddress = 'emails[type eq "work"].value';

/** The attributes that Sumo Logic documents, and whether it requires them. */
const documented: ReadonlyMap<string, Pick<TargetAttribute, "required">> = new Map([
	["userName", { required: true }],
	["active", { required: false }],
	[workAddress, { required: true }],
	['emails[type eq "work"].primary', { required: false }],
	["name.givenName", { required: true }],
	["name.familyName", { required: true }],
	['roles[primary eq "True"].value', { required: true }],
	["roles", { required: false }],
]);

/**
 * Sumo Logic's SCIM service for users. It documents eight attributes and may drop the others. It keeps one email address,
 * knows no secondary role, and gives the role `User` to a user without any. A deactivated user keeps the address taken,
 * whatever the account is called. The lengths of names are those of the classic users API.
 *
 * @see https://www.sumologic.com/help/docs/api/scim-user/ and Sumo Logic's OpenAPI description (scimUserManagement, userManagement)
 */
export const sumoDialect: TargetDialect = {
	name: "Sumo Logic",
	attributes: standardAttributes.map((one) => ({
		...one,
		documented: documented.has(one.name),
		...documented.get(one.name),
	})),
	defaultMappings,
	singleValuedLists: new Set(["emails"]),
	roles: { allPrimary: true, lastResort: "User" },
	blankIsNoValue: true,
	limits: [
		{ target: "userName", maxLength: 64, form: "address" },
		{ target: workAddress, maxLength: 255, form: "address" },
		{ target: "name.givenName", maxLength: 128, form: "any" },
		{ target: "name.familyName", maxLength: 128, form: "any" },
	],
	unique: [
		{ value: "userName", heldAs: "userName", certain: true },
		{ value: "emails.value", heldAs: workAddress, certain: true },
		{ value: "emails.value", heldAs: "userName", certain: false },
	],
	keptByDeactivated: [workAddress],
};
