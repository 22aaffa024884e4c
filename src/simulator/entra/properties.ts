import type { Json } from "../loopback/json.ts";
import { type Properties, project, readSelection } from "./odata/selection.ts";
import type { Assignment, EntraGroup, EntraUser, Tenant } from "./tenant.ts";

const nothing = (): Json => null;
const time = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** Properties of a user that this directory leaves empty. */
const empty = [
	"ageGroup",
	"consentProvidedForMinor",
	"employeeHireDate",
	"employeeOrgData",
	"employeeType",
	"externalUserState",
	"faxNumber",
	"legalAgeGroupClassification",
	"onPremisesDistinguishedName",
	"onPremisesDomainName",
	"onPremisesImmutableId",
	"onPremisesSamAccountName",
	"onPremisesSecurityIdentifier",
	"onPremisesSyncEnabled",
	"onPremisesUserPrincipalName",
	"postalCode",
	"preferredDataLocation",
	"state",
	"streetAddress",
];

/** The properties of a user that `$select` and `$filter` know (learn.microsoft.com/graph/api/resources/user). */
export const userProperties: Properties<EntraUser> = {
	...Object.fromEntries(empty.map((name) => [name, nothing])),
	id: (user) => user.id,
	accountEnabled: (user) => user.accountEnabled,
	businessPhones: (user) => [...user.businessPhones],
	city: (user) => user.city,
	companyName: (user) => user.companyName,
	country: (user) => user.country,
	createdDateTime: (user) => time(user.createdDateTime),
	creationType: (user) => (user.userType === "Guest" ? "Invitation" : null),
	deletedDateTime: nothing,
	department: (user) => user.department,
	displayName: (user) => user.displayName,
	employeeId: (user) => user.employeeId,
	givenName: (user) => user.givenName,
	imAddresses: (user) => (user.mail === null ? [] : [user.mail]),
	jobTitle: (user) => user.jobTitle,
	mail: (user) => user.mail,
	mailNickname: (user) => user.mailNickname,
	mobilePhone: (user) => user.mobilePhone,
	officeLocation: (user) => user.officeLocation,
	onPremisesExtensionAttributes: () => null,
	otherMails: (user) => (user.userType === "Guest" && user.mail !== null ? [user.mail] : []),
	preferredLanguage: (user) => user.preferredLanguage,
	proxyAddresses: (user) => (user.mail === null ? [] : [`SMTP:${user.mail}`]),
	surname: (user) => user.surname,
	usageLocation: (user) => user.usageLocation,
	userPrincipalName: (user) => user.userPrincipalName,
	userType: (user) => user.userType,
};

/** What Graph returns for a user without `$select`. */
export const defaultUserProperties: readonly string[] = [
	"businessPhones",
	"displayName",
	"givenName",
	"jobTitle",
	"mail",
	"mobilePhone",
	"officeLocation",
	"preferredLanguage",
	"surname",
	"userPrincipalName",
	"id",
];

/** The properties of a group. */
export const groupProperties: Properties<EntraGroup> = {
	id: (group) => group.id,
	createdDateTime: (group) => time(group.createdDateTime),
	deletedDateTime: nothing,
	description: (group) => group.description,
	displayName: (group) => group.displayName,
	groupTypes: () => [],
	mail: nothing,
	mailEnabled: () => false,
	mailNickname: (group) => group.displayName.replace(/\W/g, ""),
	membershipRule: nothing,
	onPremisesSyncEnabled: nothing,
	securityEnabled: () => true,
	visibility: nothing,
};

/** The properties of an assignment to an application. */
export const assignmentProperties = (tenant: Tenant): Properties<Assignment> => ({
	id: ({ id }) => id,
	deletedDateTime: nothing,
	appRoleId: ({ appRoleId }) => appRoleId,
	createdDateTime: ({ createdDateTime }) => new Date(createdDateTime).toISOString(),
	principalDisplayName: ({ principalId }) =>
		(tenant.users.get(principalId) ?? tenant.groups.get(principalId))?.displayName ?? null,
	principalId: ({ principalId }) => principalId,
	principalType: ({ principalId }) => (tenant.users.has(principalId) ? "User" : "Group"),
	resourceDisplayName: ({ resourceId }) => tenant.applications.all.get(resourceId)?.displayName ?? null,
	resourceId: ({ resourceId }) => resourceId,
});

/** A user as the response to `$expand=manager`. */
export function managerOf(user: EntraUser, tenant: Tenant): Json {
	const manager = user.manager === null ? undefined : tenant.users.get(user.manager);
	if (!manager) return null;
	return {
		"@odata.type": "#microsoft.graph.user",
		...project(manager, readSelection(null, userProperties, "user", defaultUserProperties)),
	};
}
