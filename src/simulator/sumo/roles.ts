import { type Answer, json, type Request } from "../loopback/exchange.ts";
import type { JsonObject } from "../loopback/json.ts";
import type { Routes } from "../loopback/routes.ts";
import type { Organization, Role } from "./organization.ts";
import { page, readPaging } from "./paging.ts";
import { ApiRefusal } from "./refusal.ts";

/** `/v2/roles` and `/v1/roles` (roleManagementV2 and roleManagement in Sumo's API description), for reading. */
export function roles(organization: Organization): Routes {
	const holders = usersByRole(organization);
	const show = (role: Role): JsonObject => ({
		id: role.id,
		name: role.name,
		description: role.description,
		users: [...(holders().get(role.id) ?? [])],
		capabilities: [...role.capabilities],
		autofillDependencies: true,
		systemDefined: role.name === "Administrator",
		createdAt: new Date(role.created).toISOString(),
		createdBy: organization.callerId,
		modifiedAt: new Date(role.created).toISOString(),
		modifiedBy: organization.callerId,
	});
	const list = ({ query }: Request): Answer => {
		const name = query.get("name");
		const sortBy = query.get("sortBy");
		if (sortBy !== null && !["name", "-name"].includes(sortBy)) {
			throw new ApiRefusal(400, "request:malformed", `Cannot sort by ${sortBy}`);
		}
		const found = organization.roles().filter((role) => name === null || role.name === name);
		if (sortBy) found.sort((a, b) => (sortBy === "name" ? 1 : -1) * a.name.localeCompare(b.name, "en"));
		const answer = page(found, readPaging(query));
		return json(200, { data: answer.items.map(show), next: answer.next });
	};
	const one = (_request: Request, id: string): Answer => {
		const role = organization.role(id);
		if (!role) throw new ApiRefusal(404, "notfound", `Role with id ${id} not found`);
		return json(200, show(role));
	};
	return {
		"GET /api/v2/roles": list,
		"GET /api/v2/roles/{id}": one,
		"GET /api/v1/roles": list,
		"GET /api/v1/roles/{id}": one,
	};
}

/** The ids of the users of each role, recomputed only after a change. */
function usersByRole(organization: Organization): () => ReadonlyMap<string, readonly string[]> {
	let counted = new Map<string, string[]>();
	let revision = -1;
	return () => {
		if (revision === organization.revision) return counted;
		counted = new Map();
		for (const user of organization.users()) {
			for (const role of user.roles) {
				const ids = counted.get(role.id);
				if (ids) ids.push(user.id);
				else counted.set(role.id, [user.id]);
			}
		}
		revision = organization.revision;
		return counted;
	};
}
