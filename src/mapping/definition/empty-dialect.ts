import { standardAttributes } from "../../attributes/standard-attributes.ts";
import type { AttributeMapping } from "./attribute-mapping.ts";
import { direct, expression } from "./plain-mapping.ts";
import type { TargetDialect } from "./target-dialect.ts";

/**
 * The mappings that most SCIM targets take, as Entra's template for applications outside its gallery begins.
 *
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups
 */
const defaultMappings: readonly AttributeMapping[] = [
	{ ...direct("userName", "userPrincipalName"), matchingPrecedence: 1 },
	expression("active", 'Switch([IsSoftDeleted], , "False", "True", "True", "False")'),
	direct("displayName", "displayName"),
	direct('emails[type eq "work"].value', "mail"),
	direct("name.givenName", "givenName"),
	direct("name.familyName", "surname"),
	direct("externalId", "mailNickname"),
];

/** A target of which nothing is known but the standard (RFC 7643, RFC 7644). */
export const emptyDialect: TargetDialect = {
	name: "the target",
	attributes: standardAttributes,
	defaultMappings,
	singleValuedLists: new Set(),
	roles: { allPrimary: false, lastResort: null },
	blankIsNoValue: false,
	limits: [],
	unique: [{ value: "userName", heldAs: "userName", certain: true }],
	keptByDeactivated: [],
};
