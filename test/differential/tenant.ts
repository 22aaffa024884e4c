import { createGraphClient } from "../../src/entra/graph/graph-client.ts";
import { startEntra } from "../../src/simulator/entra/server.ts";
import { type EntraGroup, type EntraUser, Tenant } from "../../src/simulator/entra/tenant.ts";
import { seedApplication } from "../../src/simulator/seed/demo.ts";
import { Random } from "../../src/simulator/seed/random.ts";

const client = {
	tenantId: "6f1c2d3e-4a5b-4c6d-8e7f-90a1b2c3d4e5",
	clientId: "client",
	clientSecret: "secret",
};

/** A simulated tenant with users, three groups (two assigned, one of them with a nested group) and the application. */
export async function startTenant(clock: () => number, seed: string, users: number) {
	const tenant = new Tenant(clock);
	const random = new Random(seed);
	const application = seedApplication(tenant, random);
	const group = (displayName: string): EntraGroup =>
		tenant.addGroup({
			id: random.guid(),
			displayName,
			description: null,
			members: new Set(),
			createdDateTime: clock(),
		});
	const groups = { analysts: group("Analysts"), readers: group("Readers"), nested: group("Nested") };
	tenant.setMember(groups.analysts, groups.nested.id, true);
	const roleOf = (value: string) => application.roles.find((role) => role.value === value)?.id ?? "";
	const assign = (principalId: string, role: string) => {
		const appRoleId = role === "" ? "00000000-0000-0000-0000-000000000000" : roleOf(role);
		const held = tenant.assignmentsOf(principalId).some((one) => one.appRoleId === appRoleId);
		if (held) return;
		tenant.addAssignment({
			id: random.guid(),
			appRoleId,
			principalId,
			resourceId: application.id,
			createdDateTime: clock(),
		});
	};
	assign(groups.analysts.id, "Analyst");
	assign(groups.readers.id, "User");

	let hired = 0;
	const hire = (): EntraUser => {
		hired += 1;
		const name = `user${hired}`;
		return tenant.addUser({
			id: random.guid(),
			accountEnabled: true,
			displayName: `User ${hired}`,
			givenName: "User",
			surname: `Number ${hired}`,
			userPrincipalName: `${name}@harbour.example`,
			mail: `${name}@harbour.example`,
			mailNickname: name,
			jobTitle: null,
			department: "Sales",
			companyName: null,
			city: "Berlin",
			country: null,
			officeLocation: null,
			employeeId: null,
			mobilePhone: null,
			businessPhones: [],
			preferredLanguage: null,
			usageLocation: null,
			userType: "Member",
			createdDateTime: clock(),
			manager: null,
		});
	};
	for (let at = 0; at < users; at++) hire();

	const entra = await startEntra({ tenant, client, port: 0 });
	const credential = {
		async getToken() {
			const response = await fetch(`${entra.authorityUrl}/${client.tenantId}/oauth2/v2.0/token`, {
				method: "POST",
				body: new URLSearchParams({
					grant_type: "client_credentials",
					client_id: client.clientId,
					client_secret: client.clientSecret,
					scope: "https://graph.microsoft.com/.default",
				}),
			});
			const { access_token: token }: { access_token: string } = JSON.parse(await response.text());
			return { token, expiresOnTimestamp: clock() + 3_600_000 };
		},
	};
	const graphClock = { now: clock, sleep: async () => undefined, random: () => 0.5 };
	const graph = createGraphClient({ graphUrl: entra.graphUrl, credential, clock: graphClock });
	return { tenant, entra, application, groups, assign, hire, credential, graph, graphClock };
}

export type SimulatedTenant = Awaited<ReturnType<typeof startTenant>>;
