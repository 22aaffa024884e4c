import { randomUUID } from "node:crypto";
import { z } from "zod";
import { json, noContent, type Request } from "../loopback/exchange.ts";
import { type JsonObject, parseJson } from "../loopback/json.ts";
import type { Routes } from "../loopback/routes.ts";
import { fits, parseODataFilter, propertiesOf } from "./odata/odata-filter.ts";
import { page } from "./odata/paging.ts";
import { badRequest, notFound, unsupportedQuery } from "./odata/refusal.ts";
import { project, readSelection } from "./odata/selection.ts";
import { defaultUserProperties, groupProperties, userProperties } from "./properties.ts";
import { found, parseSearch, searchedProperties } from "./search.ts";
import type { EntraGroup, EntraUser, Tenant } from "./tenant.ts";

const referenceSchema = z.object({ "@odata.id": z.string() });
const newGroupSchema = z.object({
	displayName: z.string().min(1),
	description: z.string().nullable().default(null),
});

/** `/groups` and their members (learn.microsoft.com/graph/api/resources/group). */
export function groups(tenant: Tenant): Routes {
	const find = (id: string): EntraGroup => {
		const group = tenant.groups.get(id.toLowerCase());
		if (!group) throw notFound(id);
		return group;
	};
	const show = (request: Request, all: (EntraUser | EntraGroup)[], type: "any" | "user"): JsonObject => {
		const shown = all.filter((member) => type === "any" || "userPrincipalName" in member);
		return page(request, shown, undefined, showMember(request.query.get("$select")), "directoryObjects");
	};
	const members = (request: Request, id: string, type: "any" | "user"): JsonObject =>
		show(request, membersOf(tenant, find(id)), type);
	const transitive = (request: Request, id: string, type: "any" | "user"): JsonObject =>
		show(request, transitiveMembersOf(tenant, find(id)), type);
	return {
		"GET /v1.0/groups": (request) => {
			const selection = readSelection(request.query.get("$select"), groupProperties, "group");
			const show = (group: EntraGroup): JsonObject => project(group, selection);
			return json(200, page(request, [...tenant.groups.values()], selector(request), show, "groups"));
		},
		"POST /v1.0/groups": (request) => {
			const body = newGroupSchema.safeParse(parseJson(request.body));
			if (!body.success) throw badRequest(z.prettifyError(body.error));
			const added = tenant.addGroup({
				...body.data,
				id: randomUUID(),
				members: new Set(),
				createdDateTime: tenant.clock(),
			});
			return json(201, project(added, readSelection(null, groupProperties, "group")));
		},
		"DELETE /v1.0/groups/{id}": (_request, id) => {
			tenant.deleteGroup(find(id));
			return noContent;
		},
		"GET /v1.0/groups/{id}": (request, id) => {
			const selection = readSelection(request.query.get("$select"), groupProperties, "group");
			return json(200, project(find(id), selection));
		},
		"GET /v1.0/groups/{id}/members": (request, id) => json(200, members(request, id, "any")),
		"GET /v1.0/groups/{id}/members/microsoft.graph.user": (request, id) =>
			json(200, members(request, id, "user")),
		"GET /v1.0/groups/{id}/transitiveMembers": (request, id) => json(200, transitive(request, id, "any")),
		"GET /v1.0/groups/{id}/transitiveMembers/microsoft.graph.user": (request, id) =>
			json(200, transitive(request, id, "user")),
		"POST /v1.0/groups/{id}/members/$ref": (request, id) => {
			const body = referenceSchema.safeParse(parseJson(request.body));
			const member = body.success ? (body.data["@odata.id"].split("/").at(-1) ?? "") : "";
			if (!tenant.users.has(member) && !tenant.groups.has(member)) throw notFound(member);
			if (!tenant.setMember(find(id), member, true)) {
				throw badRequest(
					"One or more added object references already exist for the following modified properties: 'members'.",
				);
			}
			return noContent;
		},
		"DELETE /v1.0/groups/{id}/members/{member}/$ref": (_request, id, member) => {
			if (!tenant.setMember(find(id), member, false)) throw notFound(member);
			return noContent;
		},
	};
}

/** The direct members that exist: users that are not deleted, and groups. */
export function membersOf(tenant: Tenant, group: EntraGroup): (EntraUser | EntraGroup)[] {
	return [...group.members]
		.map((id) => tenant.users.get(id) ?? tenant.groups.get(id))
		.filter((member) => member !== undefined)
		.sort((a, b) => a.ordinal - b.ordinal);
}

/** Direct members and, of member groups, theirs, each once. */
function transitiveMembersOf(tenant: Tenant, group: EntraGroup): (EntraUser | EntraGroup)[] {
	const found = new Map<string, EntraUser | EntraGroup>();
	const waiting = [group];
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		for (const member of membersOf(tenant, next)) {
			if (found.has(member.id)) continue;
			found.set(member.id, member);
			if ("members" in member) waiting.push(member);
		}
	}
	return [...found.values()].sort((a, b) => a.ordinal - b.ordinal);
}

/** One `$select` applies to members of both kinds: properties that a kind lacks are omitted. */
function showMember(select: string | null): (member: EntraUser | EntraGroup) => JsonObject {
	const known = (properties: object): string | null =>
		select === null || select === ""
			? null
			: select
					.split(",")
					.filter((name) => Object.hasOwn(properties, name.trim()))
					.join(",") || "id";
	const user = readSelection(known(userProperties), userProperties, "user", defaultUserProperties);
	const group = readSelection(known(groupProperties), groupProperties, "group");
	return (member) =>
		"userPrincipalName" in member
			? { "@odata.type": "#microsoft.graph.user", ...project(member, user) }
			: { "@odata.type": "#microsoft.graph.group", ...project(member, group) };
}

function selector(request: Request): ((group: EntraGroup) => boolean) | undefined {
	const filterText = request.query.get("$filter");
	const searchText = request.query.get("$search");
	if (!filterText && !searchText) return undefined;
	if (searchText && request.headers.consistencylevel?.toLowerCase() !== "eventual") {
		throw unsupportedQuery("$search needs the header 'ConsistencyLevel: eventual'");
	}
	const filter = filterText ? parseODataFilter(filterText) : undefined;
	const search = searchText ? parseSearch(searchText) : undefined;
	const names = [...(filter ? propertiesOf(filter) : []), ...(search ? searchedProperties(search) : [])];
	const selection = readSelection(names.join(","), groupProperties, "group");
	return (group) => {
		const object = project(group, selection);
		return (!filter || fits(object, filter)) && (!search || found(object, search));
	};
}
