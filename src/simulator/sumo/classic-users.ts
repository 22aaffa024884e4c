import { z } from "zod";
import { type Answer, json, noContent, type Request } from "../loopback/exchange.ts";
import { type JsonObject, parseJson } from "../loopback/json.ts";
import type { Routes } from "../loopback/routes.ts";
import type { Behavior } from "./behavior.ts";
import { deleteUser } from "./deletion.ts";
import type { Organization, SumoUser } from "./organization.ts";
import { page, readPaging } from "./paging.ts";
import { ApiRefusal } from "./refusal.ts";

/** A user in the classic users API. */
export function toClassic(user: SumoUser): JsonObject {
	return {
		id: user.id,
		firstName: user.givenName,
		lastName: user.familyName,
		email: user.email,
		roleIds: user.roles.map((role) => role.id),
		createdAt: new Date(user.created).toISOString(),
		createdBy: user.createdBy,
		modifiedAt: new Date(user.modified).toISOString(),
		modifiedBy: user.modifiedBy,
		isActive: user.active,
		isLocked: user.locked,
		isMfaEnabled: user.mfa,
		lastLoginTimestamp: user.lastLogin === null ? null : new Date(user.lastLogin).toISOString(),
	};
}

const updateSchema = z.object({
	firstName: z.string().min(1).max(128),
	lastName: z.string().max(128),
	isActive: z.boolean(),
	roleIds: z.array(z.string()).min(1),
});

const sortKeys: Readonly<Record<string, (user: SumoUser) => string>> = {
	firstName: (user) => user.givenName,
	lastName: (user) => user.familyName,
	email: (user) => user.email,
};

/** `/v1/users` (userManagement in Sumo's API description). */
export function classicUsers(organization: Organization, behavior: () => Behavior): Routes {
	const find = (id: string): SumoUser => {
		const user = organization.user(id);
		if (!user) throw new ApiRefusal(404, "notfound", `User with id ${id} not found`);
		return user;
	};
	return {
		"GET /api/v1/users": (request) => list(request, organization),
		"GET /api/v1/users/{id}": (_request, id) => json(200, toClassic(find(id))),
		"PUT /api/v1/users/{id}": (request, id) => {
			const user = find(id);
			const body = updateSchema.safeParse(parseJson(request.body));
			if (!body.success) throw new ApiRefusal(400, "request:malformed", z.prettifyError(body.error));
			const { firstName, lastName, isActive, roleIds } = body.data;
			const roles = roleIds.map((roleId) => {
				const role = organization.role(roleId);
				if (!role) throw new ApiRefusal(400, "user1:invalid_role", `Role with id ${roleId} does not exist`);
				return role;
			});
			if (isActive && !user.active && behavior().reactivation === "refuse") {
				throw new ApiRefusal(
					400,
					"user1:cannot_activate",
					`User ${user.email} is deactivated; delete that user first`,
				);
			}
			const active = isActive && (user.active || behavior().reactivation === "allow");
			const next = organization.replace(user, { givenName: firstName, familyName: lastName, active, roles });
			return json(200, toClassic(next));
		},
		"DELETE /api/v1/users/{id}": (request, id) => {
			const user = find(id);
			const heir = request.query.get("transferTo");
			const destroy = request.query.get("deleteContent") === "true";
			if (destroy && heir) {
				throw new ApiRefusal(
					400,
					"user1:conflicting_parameters",
					"Give transferTo or deleteContent, not both",
				);
			}
			if (heir !== null && heir !== "") {
				const to = organization.user(heir);
				if (!to || to.id === user.id) {
					throw new ApiRefusal(
						400,
						"user1:invalid_transfer",
						`Content cannot be transferred to user ${heir}`,
					);
				}
			}
			deleteUser(organization, user, destroy ? null : heir || organization.callerId, behavior());
			return noContent;
		},
	};
}

function list(request: Request, organization: Organization): Answer {
	const { query } = request;
	const email = query.get("email");
	const withServiceAccounts = query.get("includeServiceAccounts") === "true";
	const all = email === null ? organization.users() : organization.byEmail(email);
	const users = withServiceAccounts ? all : all.filter((user) => !user.serviceAccount);
	const answer = page(sorted(users, query.get("sortBy")), readPaging(query));
	return json(200, { data: answer.items.map(toClassic), next: answer.next });
}

function sorted(users: readonly SumoUser[], sortBy: string | null): readonly SumoUser[] {
	if (sortBy === null || sortBy === "") return users;
	const descending = sortBy.startsWith("-");
	const of = sortKeys[descending ? sortBy.slice(1) : sortBy];
	if (!of) throw new ApiRefusal(400, "request:malformed", `Cannot sort by ${sortBy}`);
	return users.toSorted((a, b) => (descending ? -1 : 1) * of(a).localeCompare(of(b), "en"));
}
