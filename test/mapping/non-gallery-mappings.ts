import type { AttributeMapping } from "../../src/mapping/definition/attribute-mapping.ts";
import { enterpriseUserSchema } from "../../src/scim/resource.ts";
import { mapping } from "./people.ts";
import { defaultMappings } from "./sumo-defaults.ts";

const direct = (target: string, attribute: string) => mapping(target, { type: "direct", attribute });
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
	mapping("name.formatted", 'Join(" ", [givenName], [surname])'),
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
