import { type AppRole, newServicePrincipal } from "../entra/applications/application.ts";
import { defaultAccess, type EntraGroup, type EntraUser, type Tenant } from "../entra/tenant.ts";
import type { Organization, Role, SumoUser } from "../sumo/organization.ts";
import { domain, type Person, people } from "./people.ts";
import type { Random } from "./random.ts";

/** The first day of the demo world; all its dates are relative to it. */
export const firstDay = Date.UTC(2025, 0, 6, 8, 0, 0);
const day = 24 * 3_600_000;

const roleNames = ["User", "Analyst", "Administrator"] as const;

/** Creates the roles and SAML configuration of a Sumo Logic organization, and the service account that owns the access key. */
export function seedOrganization(organization: Organization): void {
	const describe = {
		Administrator: "Full control",
		Analyst: "Searches and dashboards",
		User: "Reads dashboards",
	};
	for (const name of ["Administrator", "Analyst", "User"] as const) {
		organization.addRole(name, {
			description: describe[name],
			capabilities:
				name === "Administrator" ? ["manageUsersAndRoles", "manageCollectors"] : ["viewCollectors"],
			created: firstDay,
		});
	}
	const service = organization.add(
		{
			userName: `provisioning-service@${domain}`,
			email: `provisioning-service@${domain}`,
			givenName: "Provisioning",
			familyName: "Service",
			externalId: null,
			roles: rolesNamed(organization, ["Administrator"]),
			active: true,
		},
		{ created: firstDay, modified: firstDay, serviceAccount: true, lastLogin: firstDay + 90 * day },
	);
	organization.callerId = service.id;
	organization.saml = [
		{
			id: organization.newId(),
			configurationName: "Microsoft Entra ID",
			issuer: "https://sts.windows.net/harbour/",
			disableRequestedAuthnContext: true,
			spInitiatedLoginEnabled: false,
			rolesAttribute: "",
			assertionConsumerUrl: "https://service.sumologic.com/sumo/saml/consume/1",
			entityId: "https://service.sumologic.com/sumo/saml",
		},
	];
}

/** Creates the application "Sumo Logic" with its roles, whose values are names of Sumo Logic roles. */
export function seedApplication(tenant: Tenant, random: Random): { id: string; roles: readonly AppRole[] } {
	tenant.displayName = "Harbour Freight Systems";
	const roles = roleNames.map((name) => ({
		id: random.guid(),
		displayName: name,
		description: `${name} in Sumo Logic`,
		value: name,
		isEnabled: true,
	}));
	const [id, appId] = [random.guid(), random.guid()];
	tenant.loadServicePrincipal(
		newServicePrincipal({
			id,
			ordinal: tenant.nextOrdinal(),
			appId,
			displayName: "Sumo Logic",
			createdDateTime: firstDay,
			appRoles: roles,
			preferredSingleSignOnMode: "saml",
		}),
	);
	return { id, roles };
}

/** The users and groups of the demo tenant without any application, and a Sumo Logic organization with its roles only. */
export function seedEmpty(tenant: Tenant, organization: Organization, random: Random): void {
	tenant.displayName = "Harbour Freight Systems";
	seedOrganization(organization);
	organization.saml = [];
	const groups = seedGroups(tenant, random);
	for (const [index, person] of people.entries()) {
		const user = seedPerson(person, index, tenant, random);
		for (const name of person.groups ?? []) groups.get(name)?.members.add(user.id);
	}
	const nested = groups.get("Platform");
	if (nested) groups.get("Sumo Readers")?.members.add(nested.id);
}

/** The demo tenant with about 60 users, and a Sumo Logic organization that already has some of them. */
export function seedDemo(tenant: Tenant, organization: Organization, random: Random): string {
	const application = seedApplication(tenant, random);
	seedOrganization(organization);
	const groups = seedGroups(tenant, random);
	const users = people.map((person, index) => seedPerson(person, index, tenant, random));
	const boss = users[0]?.id ?? null;

	const assign = (principalId: string, role: string | undefined): void => {
		tenant.loadAssignment({
			id: random.text(43),
			ordinal: tenant.nextOrdinal(),
			appRoleId: application.roles.find((one) => one.value === role)?.id ?? defaultAccess,
			principalId,
			resourceId: application.id,
			createdDateTime: firstDay + 30 * day,
		});
	};
	for (const [index, user] of users.entries()) {
		const person = people[index];
		if (!person) continue;
		if (boss !== null && user.id !== boss) tenant.load({ ...user, manager: boss });
		for (const name of person.groups ?? []) groups.get(name)?.members.add(user.id);
		if (person.role !== undefined) assign(user.id, person.role);
		if (person.sumo !== undefined) seedSumoUser(person, user, index, organization);
	}
	const securityGroup = groups.get("Security Operations");
	const sumoGroup = groups.get("Sumo Readers");
	if (securityGroup) assign(securityGroup.id, "Analyst");
	if (sumoGroup) assign(sumoGroup.id, "User");
	// Readers contains the group Platform, whose members Entra does not provision (nested groups are not read).
	const nested = groups.get("Platform");
	if (nested) sumoGroup?.members.add(nested.id);
	for (const alias of ["olivia.andersson", "emma.rossi", "kenta.suzuki"]) {
		const member = tenant.user(`${alias}@${domain}`);
		if (member) sumoGroup?.members.add(member.id);
	}
	seedLeavers(organization);
	return application.id;
}

function seedGroups(tenant: Tenant, random: Random): Map<string, EntraGroup> {
	const described = {
		Engineering: "Builds the product",
		Platform: "Infrastructure and reliability",
		"Security Operations": "Detection and response",
		Finance: "Controlling and accounting",
		"Sumo Readers": "Reads dashboards in Sumo Logic; contains the group Platform",
	};
	const groups = new Map<string, EntraGroup>();
	for (const [displayName, description] of Object.entries(described)) {
		const group: EntraGroup = {
			id: random.guid(),
			ordinal: tenant.nextOrdinal(),
			displayName,
			description,
			members: new Set(),
			createdDateTime: firstDay,
		};
		tenant.loadGroup(group);
		groups.set(displayName, group);
	}
	return groups;
}

function seedPerson(person: Person, index: number, tenant: Tenant, random: Random): EntraUser {
	const name = person.name ?? `${person.alias}@${domain}`;
	const user: EntraUser = {
		id: random.guid(),
		ordinal: tenant.nextOrdinal(),
		accountEnabled: person.disabled !== true,
		displayName: person.display ?? [person.given, person.family].filter((part) => part !== null).join(" "),
		givenName: person.given,
		surname: person.family,
		userPrincipalName: name,
		mail: person.mail === undefined ? name : person.mail,
		mailNickname: person.alias.slice(0, 64),
		jobTitle: person.title,
		department: person.department,
		companyName: person.guest ? "Fabrikam" : "Harbour Freight Systems",
		city: null,
		country: person.country,
		officeLocation: null,
		employeeId: String(10_000 + index),
		mobilePhone: null,
		businessPhones: [],
		preferredLanguage: person.language,
		usageLocation: null,
		userType: person.guest ? "Guest" : "Member",
		createdDateTime: firstDay + index * day,
		manager: null,
	};
	tenant.load(user);
	return user;
}

function rolesNamed(organization: Organization, names: readonly string[]): Role[] {
	return names.map((name) => organization.roleNamed(name)).filter((role) => role !== undefined);
}

function seedSumoUser(person: Person, user: EntraUser, index: number, organization: Organization): SumoUser {
	const address = user.userPrincipalName;
	const role = person.sumo === "other-role" || person.role === "default" ? "User" : (person.role ?? "User");
	const familyName =
		person.sumo === "other-name" ? `${person.family?.split(/[ -]/)[0]}-Maiden` : person.family;
	const created = firstDay + (40 + index) * day;
	return organization.add(
		{
			userName: address,
			email: user.mail ?? address,
			givenName: person.given ?? "",
			familyName: familyName ?? "",
			externalId: null,
			roles: rolesNamed(organization, [role]),
			active: person.sumo !== "deactivated",
		},
		{
			created,
			modified: created + (index % 5) * day,
			mfa: index % 3 === 0,
			locked: index === 6,
			lastLogin: index % 4 === 3 ? null : firstDay + (200 + index * 3) * day + index * 61_000,
		},
	);
}

/** Two former employees: one is no longer in Entra ID, the other is no longer assigned. */
function seedLeavers(organization: Organization): void {
	const leavers = [
		["Pieter", "de Vries", "pieter.devries", 210],
		["Henry", "Wilson", "henry.wilson", null],
	] as const;
	for (const [givenName, familyName, alias, lastLogin] of leavers) {
		const address = `${alias}@${domain}`;
		organization.add(
			{
				userName: address,
				email: address,
				givenName,
				familyName,
				externalId: null,
				roles: rolesNamed(organization, ["Analyst"]),
				active: false,
			},
			{
				created: firstDay + 41 * day,
				modified: firstDay + 250 * day,
				lastLogin: lastLogin === null ? null : firstDay + lastLogin * day,
			},
		);
	}
}
