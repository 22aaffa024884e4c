import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type Answer, json, noContent, type Request } from "../loopback/exchange.ts";
import { type JsonObject, parseJson } from "../loopback/json.ts";
import type { Routes } from "../loopback/routes.ts";
import {
	deletedApplication,
	listDeletedApplications,
	showDeletedApplication,
} from "./applications/deleted.ts";
import { fits, isAdvanced, type ODataFilter, parseODataFilter, propertiesOf } from "./odata/odata-filter.ts";
import { page } from "./odata/paging.ts";
import { badRequest, GraphRefusal, notFound, unsupportedQuery } from "./odata/refusal.ts";
import { project, readSelection } from "./odata/selection.ts";
import { defaultUserProperties, groupProperties, managerOf, userProperties } from "./properties.ts";
import { found, parseSearch, searchedProperties } from "./search.ts";
import type { EntraGroup, EntraUser, Tenant } from "./tenant.ts";

/** The writable properties of a user. */
export const userChangeSchema = z.object({
	accountEnabled: z.boolean().exactOptional(),
	displayName: z.string().min(1).exactOptional(),
	givenName: z.string().nullable().exactOptional(),
	surname: z.string().nullable().exactOptional(),
	userPrincipalName: z.string().min(3).exactOptional(),
	mail: z.string().nullable().exactOptional(),
	mailNickname: z.string().exactOptional(),
	jobTitle: z.string().nullable().exactOptional(),
	department: z.string().nullable().exactOptional(),
	companyName: z.string().nullable().exactOptional(),
	city: z.string().nullable().exactOptional(),
	country: z.string().nullable().exactOptional(),
	officeLocation: z.string().nullable().exactOptional(),
	employeeId: z.string().nullable().exactOptional(),
	mobilePhone: z.string().nullable().exactOptional(),
	businessPhones: z.array(z.string()).exactOptional(),
	preferredLanguage: z.string().nullable().exactOptional(),
	usageLocation: z.string().nullable().exactOptional(),
	userType: z.enum(["Member", "Guest"]).exactOptional(),
});

const newUserSchema = userChangeSchema.extend({
	accountEnabled: z.boolean(),
	displayName: z.string().min(1),
	userPrincipalName: z.string().min(3),
	mailNickname: z.string(),
});

/** `/users`, one user and the deleted ones (learn.microsoft.com/graph/api/resources/user). */
export function users(tenant: Tenant): Routes {
	const find = (key: string): EntraUser => {
		const user = tenant.user(key);
		if (!user) throw notFound(key);
		return user;
	};
	const show = (request: Request): ((user: EntraUser) => JsonObject) => {
		const selection = readSelection(
			request.query.get("$select"),
			userProperties,
			"user",
			defaultUserProperties,
		);
		const expand = request.query.get("$expand") ?? "";
		if (expand !== "" && !/^manager(\(|$)/.test(expand)) {
			throw unsupportedQuery(`Unsupported Query: $expand=${expand}.`);
		}
		if (expand === "") return (user) => project(user, selection);
		return (user) => ({ ...project(user, selection), manager: managerOf(user, tenant) });
	};
	const showDeletedUser = (request: Request, id: string): Answer => {
		const deleted = tenant.deletedUsers.get(id);
		if (!deleted) throw notFound(id);
		return json(200, { ...show(request)(deleted.user), deletedDateTime: new Date(deleted.at).toISOString() });
	};
	return {
		"GET /v1.0/users": (request) => list(request, tenant, show(request)),
		"GET /v1.0/users/$count": (request) => {
			const { select, candidates } = selector(request, tenant);
			return {
				status: 200,
				text: String(candidates.filter(select ?? (() => true)).length),
				headers: { "content-type": "text/plain" },
			};
		},
		"POST /v1.0/users": (request) => {
			const user = read(newUserSchema, request);
			if (tenant.usersNamed(user.userPrincipalName).length > 0) {
				throw badRequest("Another object with the same value for property userPrincipalName already exists.");
			}
			return json(201, show(request)(tenant.addUser(newUser(user, tenant.clock()))));
		},
		"GET /v1.0/users/{id}": (request, id) =>
			json(200, {
				"@odata.context": `${request.origin}/v1.0/$metadata#users/$entity`,
				...show(request)(find(id)),
			}),
		"PATCH /v1.0/users/{id}": (request, id) => {
			tenant.updateUser(find(id), read(userChangeSchema, request));
			return noContent;
		},
		"DELETE /v1.0/users/{id}": (_request, id) => {
			tenant.deleteUser(find(id));
			return noContent;
		},
		"GET /v1.0/users/{id}/manager": (_request, id) => {
			const manager = managerOf(find(id), tenant);
			if (manager === null) throw notFound("manager");
			return json(200, manager);
		},
		"PUT /v1.0/users/{id}/manager/$ref": (request, id) => {
			const reference = read(z.object({ "@odata.id": z.string() }), request)["@odata.id"];
			const manager = find(reference.split("/").at(-1) ?? "");
			tenant.updateUser(find(id), { manager: manager.id });
			return noContent;
		},
		"DELETE /v1.0/users/{id}/manager/$ref": (_request, id) => {
			tenant.updateUser(find(id), { manager: null });
			return noContent;
		},
		"GET /v1.0/users/{id}/memberOf": (request, id) => {
			const selection = readSelection(request.query.get("$select"), groupProperties, "group");
			const context = "directoryObjects";
			const showGroup = (group: EntraGroup): JsonObject => ({
				"@odata.type": "#microsoft.graph.group",
				...project(group, selection),
			});
			return json(200, page(request, tenant.groupsOf(find(id).id), undefined, showGroup, context));
		},
		"GET /v1.0/directory/deletedItems/microsoft.graph.user": (request) => {
			const deleted = [...tenant.deletedUsers.values()];
			const at = new Map(deleted.map((one) => [one.user.id, new Date(one.at).toISOString()]));
			const one = show(request);
			const ordered = deleted.map(({ user }) => user).sort((a, b) => a.ordinal - b.ordinal);
			const showDeleted = (user: EntraUser): JsonObject => ({
				...one(user),
				deletedDateTime: at.get(user.id) ?? null,
			});
			return json(200, page(request, ordered, undefined, showDeleted, "users"));
		},
		"GET /v1.0/directory/deletedItems/{id}": (request, id) =>
			tenant.applications.deleted.has(id) ? showDeletedApplication(tenant, id) : showDeletedUser(request, id),
		"GET /v1.0/directory/deletedItems/{id}/microsoft.graph.user": showDeletedUser,
		"GET /v1.0/directory/deletedItems/microsoft.graph.application": (request) =>
			listDeletedApplications(tenant, request),
		"POST /v1.0/directory/deletedItems/{id}/restore": (request, id) => {
			const application = tenant.applications.restore(id);
			if (application) return json(200, deletedApplication(application, null));
			const user = tenant.restoreUser(id);
			if (!user) throw notFound(id);
			return json(200, show(request)(user));
		},
		"DELETE /v1.0/directory/deletedItems/{id}": (_request, id) => {
			if (!tenant.applications.deleted.delete(id) && !tenant.purgeUser(id)) throw notFound(id);
			return noContent;
		},
	};
}

/** A new user with Graph's defaults for missing properties. */
export function newUser(given: z.output<typeof newUserSchema>, now: number): Omit<EntraUser, "ordinal"> {
	return {
		id: randomUUID(),
		givenName: null,
		surname: null,
		mail: null,
		jobTitle: null,
		department: null,
		companyName: null,
		city: null,
		country: null,
		officeLocation: null,
		employeeId: null,
		mobilePhone: null,
		businessPhones: [],
		preferredLanguage: null,
		usageLocation: null,
		userType: "Member",
		createdDateTime: now,
		manager: null,
		...given,
	};
}

function read<Schema extends z.ZodType>(schema: Schema, request: Request): z.output<Schema> {
	const body = schema.safeParse(parseJson(request.body));
	if (!body.success) throw badRequest(z.prettifyError(body.error));
	return body.data;
}

function list(request: Request, tenant: Tenant, show: (user: EntraUser) => JsonObject): Answer {
	const { query } = request;
	const { select, candidates } = selector(request, tenant);
	const ordered = orderBy(query.get("$orderby"), candidates);
	const body = page(request, ordered, select, show, "users");
	if (query.get("$count") !== "true" || request.headers.consistencylevel !== "eventual")
		return json(200, body);
	const count = select ? candidates.filter(select).length : candidates.length;
	return json(200, { "@odata.count": count, ...body });
}

/** The conditions of `$filter` and `$search`, and the users to search. */
function selector(
	request: Request,
	tenant: Tenant,
): { select: ((user: EntraUser) => boolean) | undefined; candidates: readonly EntraUser[] } {
	const { query, headers } = request;
	const eventual = headers.consistencylevel?.toLowerCase() === "eventual";
	const filterText = query.get("$filter");
	const searchText = query.get("$search");
	const filter = filterText ? parseODataFilter(filterText) : undefined;
	const search = searchText ? parseSearch(searchText) : undefined;
	if (search && !eventual) {
		throw unsupportedQuery(
			"Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
		);
	}
	if (filter && isAdvanced(filter) && !(eventual && query.get("$count") === "true")) {
		throw unsupportedQuery(
			"Operator is not supported because the required parameters might be missing. Try adding $count=true query parameter and ConsistencyLevel:eventual header.",
		);
	}
	const names = [...(filter ? propertiesOf(filter) : []), ...(search ? searchedProperties(search) : [])];
	if (names.length === 0) return { select: undefined, candidates: tenant.listUsers() };
	const selection = readSelection(names.join(","), userProperties, "user");
	const select = (user: EntraUser): boolean => {
		const object = project(user, selection);
		return (!filter || fits(object, filter)) && (!search || found(object, search));
	};
	const looked = filter ? lookUp(filter, tenant) : undefined;
	const candidates = looked?.toSorted((a, b) => a.ordinal - b.ordinal) ?? tenant.listUsers();
	return { select, candidates };
}

/** The users that an index finds for a filter; `undefined` when all must be checked. */
function lookUp(filter: ODataFilter, tenant: Tenant): EntraUser[] | undefined {
	if (filter.kind === "and") return lookUp(filter.left, tenant) ?? lookUp(filter.right, tenant);
	if (filter.kind === "or") {
		const left = lookUp(filter.left, tenant);
		const right = left && lookUp(filter.right, tenant);
		return left && right && [...new Set([...left, ...right])];
	}
	const values = filter.kind === "in" ? filter.values : filter.kind === "compare" ? [filter.value] : [];
	if (filter.kind === "compare" && filter.operator !== "eq") return undefined;
	if (values.length === 0 || !values.every((value) => typeof value === "string")) return undefined;
	if (!("property" in filter)) return undefined;
	const find = { id: byId, userPrincipalName: byName, mail: byMail }[filter.property];
	return find && [...new Set(values.flatMap((value) => find(tenant, value)))];
}

const byId = (tenant: Tenant, id: string): EntraUser[] => {
	const user = tenant.users.get(id.toLowerCase());
	return user ? [user] : [];
};
const byName = (tenant: Tenant, name: string): EntraUser[] => tenant.usersNamed(name);
const byMail = (tenant: Tenant, mail: string): EntraUser[] => tenant.usersWithMail(mail);

/** Graph sorts users only by displayName or userPrincipalName; otherwise the order is by ordinal. */
function orderBy(text: string | null, items: readonly EntraUser[]): readonly EntraUser[] {
	if (text === null || text === "") return items;
	const [property = "", direction = "asc"] = text.trim().split(/\s+/);
	if (property !== "displayName" && property !== "userPrincipalName") {
		throw new GraphRefusal(
			400,
			"Request_UnsupportedQuery",
			`Unsupported sort property '${property}' for 'User'.`,
		);
	}
	const sign = direction.toLowerCase() === "desc" ? -1 : 1;
	const sorted = items.map((user) => ({ user, key: user[property].toLowerCase() }));
	sorted.sort((a, b) => sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
	// The page token is a position in this order.
	return sorted.map(({ user }, index) => ({ ...user, ordinal: index + 1 }));
}
