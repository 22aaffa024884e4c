import { randomBytes } from "node:crypto";
import { z } from "zod";
import { json, noContent, type Request } from "../loopback/exchange.ts";
import { type JsonObject, parseJson } from "../loopback/json.ts";
import type { Routes } from "../loopback/routes.ts";
import { fits, parseODataFilter, propertiesOf } from "./odata/odata-filter.ts";
import { page } from "./odata/paging.ts";
import { badRequest, notFound } from "./odata/refusal.ts";
import { project, readSelection } from "./odata/selection.ts";
import { assignmentProperties, servicePrincipalProperties } from "./properties.ts";
import { type Assignment, defaultAccess, type ServicePrincipal, type Tenant } from "./tenant.ts";

const assignmentSchema = z.object({
	principalId: z.guid().toLowerCase(),
	resourceId: z.guid().toLowerCase(),
	appRoleId: z.guid().toLowerCase(),
});

/** `/servicePrincipals` and assignments (learn.microsoft.com/graph/api/resources/approleassignment). */
export function servicePrincipals(tenant: Tenant): Routes {
	const find = (id: string): ServicePrincipal => {
		const principal = tenant.servicePrincipals.get(id.toLowerCase());
		if (!principal) throw notFound(id);
		return principal;
	};
	const shown = assignmentProperties(tenant);
	const everything = readSelection(null, shown, "appRoleAssignment");
	const show = (assignment: Assignment): JsonObject => project(assignment, everything);
	const exists = (assignment: Assignment): boolean =>
		tenant.users.has(assignment.principalId) || tenant.groups.has(assignment.principalId);
	const assigned = (principal: string) => (request: Request) => {
		const own = tenant.assignmentsOf(principal).sort((a, b) => a.ordinal - b.ordinal);
		const resource = /resourceId eq '?([0-9a-f-]{36})'?/i.exec(request.query.get("$filter") ?? "")?.[1];
		const accept = resource ? (one: Assignment) => one.resourceId === resource.toLowerCase() : undefined;
		return json(200, page(request, own, accept, show, "appRoleAssignments"));
	};
	const assign = (request: Request, fixed: Partial<z.output<typeof assignmentSchema>>) => {
		const body = assignmentSchema.safeParse(parseJson(request.body));
		if (!body.success) throw badRequest(z.prettifyError(body.error));
		for (const [name, value] of Object.entries(fixed)) {
			if (Object.entries(body.data).some(([key, given]) => key === name && given !== value)) {
				throw badRequest(`The property ${name} does not fit the path.`);
			}
		}
		const added = addAssignment(tenant, body.data);
		return json(201, show(added));
	};
	return {
		"GET /v1.0/servicePrincipals": (request) => {
			const { query } = request;
			const selection = readSelection(query.get("$select"), servicePrincipalProperties, "servicePrincipal");
			const filter = query.get("$filter") ? parseODataFilter(query.get("$filter") ?? "") : undefined;
			const names = filter ? propertiesOf(filter).join(",") : "id";
			const read = readSelection(names, servicePrincipalProperties, "servicePrincipal");
			const accept = filter && ((one: ServicePrincipal) => fits(project(one, read), filter));
			const all = [...tenant.servicePrincipals.values()];
			return json(
				200,
				page(request, all, accept, (one) => project(one, selection), "servicePrincipals"),
			);
		},
		"GET /v1.0/servicePrincipals/{id}": (request, id) =>
			json(
				200,
				project(
					find(id),
					readSelection(request.query.get("$select"), servicePrincipalProperties, "servicePrincipal"),
				),
			),
		"GET /v1.0/servicePrincipals/{id}/appRoleAssignedTo": (request, id) => {
			const resource = find(id).id;
			const all = tenant.listAssignments();
			const accept = (one: Assignment): boolean => one.resourceId === resource && exists(one);
			const selection = readSelection(request.query.get("$select"), shown, "appRoleAssignment");
			const select = (one: Assignment) => project(one, selection);
			return json(200, page(request, all, accept, select, "appRoleAssignments"));
		},
		"POST /v1.0/servicePrincipals/{id}/appRoleAssignedTo": (request, id) =>
			assign(request, { resourceId: find(id).id }),
		"DELETE /v1.0/servicePrincipals/{id}/appRoleAssignedTo/{assignment}": (_request, id, key) => {
			const assignment = tenant.assignments.get(key);
			if (!assignment || assignment.resourceId !== find(id).id) throw notFound(key);
			tenant.removeAssignment(assignment);
			return noContent;
		},
		"GET /v1.0/users/{id}/appRoleAssignments": (request, id) => {
			const user = tenant.user(id);
			if (!user) throw notFound(id);
			return assigned(user.id)(request);
		},
		"POST /v1.0/users/{id}/appRoleAssignments": (request, id) => assign(request, { principalId: id }),
		"GET /v1.0/groups/{id}/appRoleAssignments": (request, id) => {
			if (!tenant.groups.has(id)) throw notFound(id);
			return assigned(id)(request);
		},
		"POST /v1.0/groups/{id}/appRoleAssignments": (request, id) => assign(request, { principalId: id }),
	};
}

/** Adds an assignment like Graph. Throws a GraphRefusal. */
export function addAssignment(
	tenant: Tenant,
	{ principalId, resourceId, appRoleId }: z.output<typeof assignmentSchema>,
): Assignment {
	const resource = tenant.servicePrincipals.get(resourceId);
	if (!resource) throw notFound(resourceId);
	if (!tenant.users.has(principalId) && !tenant.groups.has(principalId)) throw notFound(principalId);
	const role = resource.appRoles.find((one) => one.id === appRoleId && one.isEnabled);
	if (!role && appRoleId !== defaultAccess) {
		throw badRequest("Permission being assigned was not found on application");
	}
	const same = (one: Assignment): boolean => one.resourceId === resourceId && one.appRoleId === appRoleId;
	if (tenant.assignmentsOf(principalId).some(same)) {
		throw badRequest("Permission being assigned already exists on the object");
	}
	const id = randomBytes(32).toString("base64url");
	return tenant.addAssignment({ id, appRoleId, principalId, resourceId, createdDateTime: tenant.clock() });
}
