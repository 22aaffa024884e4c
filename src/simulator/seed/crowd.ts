import type { AppRole } from "../entra/applications/application.ts";
import type { EntraGroup, EntraUser, Tenant } from "../entra/tenant.ts";
import type { Organization, Role } from "../sumo/organization.ts";
import { firstDay, seedApplication, seedOrganization } from "./demo.ts";
import { domain } from "./people.ts";
import type { Random } from "./random.ts";

/** How the users are assigned. */
export const assignedBy = ["user", "group"] as const;
export type AssignedBy = (typeof assignedBy)[number];

/** Numbers of users, assignments and accounts. */
export interface CrowdSize {
	readonly users: number;
	/** Number of assigned users, each with one role. */
	readonly assigned: number;
	/** Whether each user is assigned, or one group per role. */
	readonly assignedBy: AssignedBy;
	/** Number of assigned users that already have an up-to-date account in Sumo Logic. */
	readonly existing: number;
}

const given = [
	"Ada",
	"Bram",
	"Çağla",
	"Dmitri",
	"Élise",
	"Farid",
	"Greta",
	"Hiro",
	"Ingrid",
	"Jonas",
	"Katya",
	"Łucja",
	"Mina",
	"Nils",
	"Ola",
	"Petra",
	"Quentin",
	"Rosa",
	"Søren",
	"Tuuli",
	"Umar",
	"Vera",
	"Wen",
	"Ximena",
	"Yusuf",
	"Zofia",
];
const family = [
	"Almeida",
	"Bauer",
	"Castro",
	"Dubois",
	"Eriksen",
	"Ferrari",
	"Gómez",
	"Haas",
	"Ivanova",
	"Jansen",
	"Keller",
	"Lindqvist",
	"Meyer",
	"Nowak",
	"Olsen",
	"Pereira",
	"Quinn",
	"Romano",
	"Schmidt",
	"Takahashi",
	"Ueda",
	"Vogel",
	"Weber",
	"Xu",
	"Yamada",
	"Zhang",
];
const titles = ["Engineer", "Analyst", "Manager", "Consultant", "Designer"];
const departments = ["Engineering", "Security", "Finance", "Sales", "Support", "Product"];
const none: readonly string[] = [];

/**
 * Any number of plain users without the special cases of the demo: all of them can be provisioned.
 * For benchmarks: equal values share one string, and only the records are kept in memory.
 */
export function seedCrowd(
	tenant: Tenant,
	organization: Organization,
	random: Random,
	size: CrowdSize,
): string {
	const application = seedApplication(tenant, random);
	seedOrganization(organization);
	const rolesByName = new Map<string, readonly Role[]>(
		organization.roles().map((role) => [role.name, [role]]),
	);
	const assign = (principalId: string, role: AppRole) =>
		tenant.loadAssignment({
			id: random.text(43),
			ordinal: tenant.nextOrdinal(),
			appRoleId: role.id,
			principalId,
			resourceId: application.id,
			createdDateTime: firstDay,
		});
	const groups = new Map<AppRole, EntraGroup>();
	if (size.assignedBy === "group") {
		for (const role of application.roles) {
			const group = {
				id: random.guid(),
				ordinal: tenant.nextOrdinal(),
				displayName: `Sumo Logic ${role.displayName}`,
				description: null,
				members: new Set<string>(),
				createdDateTime: firstDay,
			};
			tenant.loadGroup(group);
			assign(group.id, role);
			groups.set(role, group);
		}
	}
	for (let index = 0; index < size.users; index++) {
		const user = plainUser(index, tenant.nextOrdinal(), random.guid());
		tenant.load(user);
		if (index >= size.assigned) continue;
		const role = application.roles[index % 20 === 0 ? 2 : index % 4 === 0 ? 1 : 0];
		if (!role) continue;
		const group = groups.get(role);
		if (group) group.members.add(user.id);
		else assign(user.id, role);
		if (index >= size.existing) continue;
		organization.add(
			{
				userName: user.userPrincipalName,
				email: user.userPrincipalName,
				givenName: user.givenName ?? "",
				familyName: user.surname ?? "",
				externalId: null,
				roles: rolesByName.get(role.value ?? "") ?? [],
				active: true,
			},
			{ created: firstDay, modified: firstDay, lastLogin: firstDay + index * 1000 },
		);
	}
	return application.id;
}

function plainUser(index: number, ordinal: number, id: string): EntraUser {
	const givenName = given[index % given.length] ?? "Ada";
	const surname = family[Math.floor(index / given.length) % family.length] ?? "Almeida";
	const alias = `person${String(index).padStart(6, "0")}`;
	const address = `${alias}@${domain}`;
	return {
		id,
		ordinal,
		accountEnabled: true,
		displayName: `${givenName} ${surname} ${index}`,
		givenName,
		surname,
		userPrincipalName: address,
		mail: address,
		mailNickname: alias,
		jobTitle: titles[index % titles.length] ?? null,
		department: departments[index % departments.length] ?? null,
		companyName: "Harbour Freight Systems",
		city: null,
		country: null,
		officeLocation: null,
		employeeId: null,
		mobilePhone: null,
		businessPhones: none,
		preferredLanguage: "en-US",
		usageLocation: null,
		userType: "Member",
		createdDateTime: firstDay,
		manager: null,
	};
}
