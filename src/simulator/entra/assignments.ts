import { randomBytes } from "node:crypto";
import { z } from "zod";
import { json, noContent, type Request } from "../loopback/exchange.ts";
import { type JsonObject, parseJson } from "../loopback/json.ts";
import type { Routes } from "../loopback/routes.ts";
import { memberTypesOf, type ServicePrincipal, templateRoles } from "./applications/application.ts";
import { page } from "./odata/paging.ts";
import { badRequest, GraphRefusal, notFound } from "./odata/refusal.ts";
import { project, readSelection } from "./odata/selection.ts";
import { assignmentProperties } from "./properties.ts";
import { type Assignment, defaultAccess, type Tenant } from "./tenant.ts";

const assignmentSchema = z.object({
	principalId: z.guid().toLowerCase(),
	resourceId: z.guid().toLowerCase(),
	appRoleId: z.guid().toLowerCase(),
});

/** Whether a service plan is Entra ID P1 or P2. */
const includesGroups = (plan: string): boolean => plan.startsWith("AAD_PREMIUM");

/** Assignments of app roles (learn.microsoft.com/graph/api/resources/approleassignment). */
export function assignments(tenant: Tenant): Routes {
	const find = (id: string): ServicePrincipal => tenant.applications.servicePrincipal(id);
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
		if (tenant.groups.has(body.data.principalId) && !tenant.servicePlans.some(includesGroups))
			throw badRequest("Groups are not available for assignment due to your Active Directory plan level.");
		refuseZeros(tenant, body.data);
		const added = addAssignment(tenant, body.data);
		return json(201, show(added));
	};
	return {
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

/** The ID of zeros is accepted only while the application declares no role. Throws a GraphRefusal. */
function refuseZeros(tenant: Tenant, { resourceId, appRoleId }: z.output<typeof assignmentSchema>): void {
	const declared = tenant.applications.all.get(resourceId)?.appRoles.length ?? 0;
	if (appRoleId === defaultAccess && declared > 0)
		throw badRequest("Permission being assigned was not found on application");
}

/** Adds an assignment like Graph, from the control API also without a role. Throws a GraphRefusal. */
export function addAssignment(
	tenant: Tenant,
	{ principalId, resourceId, appRoleId }: z.output<typeof assignmentSchema>,
): Assignment {
	const resource = tenant.applications.all.get(resourceId);
	if (!resource) throw notFound(resourceId);
	if (!tenant.users.has(principalId) && !tenant.groups.has(principalId)) throw notFound(principalId);
	const role = resource.appRoles.find(
		(one) => one.id === appRoleId && one.isEnabled && memberTypesOf(one).includes("User"),
	);
	// The ID of zeros means access without a role, where the template's own roles do not.
	const isPlain =
		appRoleId === defaultAccess && !resource.appRoles.some(({ id }) => id === templateRoles[0]?.id);
	const isKnown = tenant.applications.replication.isVisible(`${resource.id} roles`);
	if ((!role && !isPlain) || !isKnown) {
		throw badRequest("Permission being assigned was not found on application");
	}
	const same = (one: Assignment): boolean => one.resourceId === resourceId && one.appRoleId === appRoleId;
	if (tenant.assignmentsOf(principalId).some(same)) {
		throw alreadyExists(tenant);
	}
	const id = randomBytes(32).toString("base64url");
	return tenant.addAssignment({ id, appRoleId, principalId, resourceId, createdDateTime: tenant.clock() });
}

function alreadyExists({ assignmentExists }: Tenant): GraphRefusal {
	if (assignmentExists === "badRequest") {
		return badRequest("Permission being assigned already exists on the object");
	}
	return new GraphRefusal(
		assignmentExists === "conflict" ? 409 : 400,
		"Request_MultipleObjectsWithSameKeyValue",
		"EntitlementGrant entry already exists.",
	);
}
