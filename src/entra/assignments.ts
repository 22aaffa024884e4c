import { z } from "zod";
import { type AssignmentState, DirectoryError } from "../ports/source/directory.ts";
import { templateRoles } from "../setup/application.ts";
import { type AppRole, defaultAccessId } from "../source/app-role.ts";
import type { Assignment } from "../source/assignment.ts";
import { appRoles } from "./application.ts";
import { batch, type Part, type PartAnswer } from "./graph/batch.ts";
import type { GraphClient } from "./graph/graph-client.ts";
import { GraphError } from "./graph/graph-error.ts";
import { itemsFrom, type Page, pageOf } from "./graph/pages.ts";

/** The application's roles and their assignments. */
export type Grants = { readonly roles: readonly AppRole[]; readonly assignments: readonly Assignment[] };

const row = z.object({
	id: z.string(),
	principalId: z.string(),
	principalType: z.string(),
	principalDisplayName: z.string().nullish(),
	appRoleId: z.string(),
});
const member = z.object({ id: z.string(), "@odata.type": z.string().nullish() });

/**
 * Roles and assignments, and the answers to further parts, in one request for up to 999 assignments.
 * Assignments have no delta query: each read costs a request for every further 999.
 *
 * @see https://learn.microsoft.com/graph/api/serviceprincipal-list-approleassignedto
 */
export async function readGrants(
	client: GraphClient,
	applicationId: string,
	alsoAsked: readonly Part[],
	signal: AbortSignal | undefined,
): Promise<{ readonly grants: Grants; readonly answers: readonly PartAnswer[] }> {
	const path = `/servicePrincipals/${encodeURIComponent(applicationId)}`;
	const fields = Object.keys(row.shape).join(",");
	const own = [
		{ url: `${path}?$select=id,appRoles` },
		{ url: `${path}/appRoleAssignedTo?$select=${fields}&$top=999` },
	];
	const [application, assigned, ...answers] = await batch(client, [...own, ...alsoAsked], signal);
	if (!application || !assigned) throw new TypeError("a batch answers every part");
	const roles = application.as(appRoles);
	const rows = await itemsFrom(client, assigned.as(pageOf(row)), row, { signal });
	return { grants: { roles, assignments: rows.flatMap(assignmentOf) }, answers };
}

/** Roles, assignments and the direct user members of assigned groups. */
export async function readState(
	client: GraphClient,
	applicationId: string,
	signal: AbortSignal | undefined,
): Promise<AssignmentState> {
	const { grants } = await readGrants(client, applicationId, [], signal);
	const groups = assignedGroups(grants);
	const parts = groups.map((id) => ({
		url: `/groups/${encodeURIComponent(id)}/members?$select=id&$top=999`,
	}));
	const answers = await batch(client, parts, signal);
	const members = new Map<string, readonly string[]>();
	for (const [index, answer] of answers.entries()) {
		// A group that was deleted a moment ago has no members.
		if (answer.failure?.status === 404) continue;
		const first: Page<z.infer<typeof member>> = answer.as(pageOf(member));
		const users = (await itemsFrom(client, first, member, { signal })).filter(isUser);
		members.set(
			groups[index] ?? "",
			users.map(({ id }) => id),
		);
	}
	return { ...grants, members };
}

/** Ids of the groups among those assigned, each once. */
export function assignedGroups({ assignments }: Grants): readonly string[] {
	const groups = assignments.filter(({ principalType }) => principalType === "Group");
	return [...new Set(groups.map(({ principalId }) => principalId))];
}

/** Only users count as members: a group in a group is not read, as in Entra's provisioning. */
export function isUser(member: { readonly "@odata.type"?: string | null | undefined }): boolean {
	return (member["@odata.type"] ?? "#microsoft.graph.user") === "#microsoft.graph.user";
}

/**
 * Assigns a role. An existing assignment is not an error. Entra takes the id of zeros only while the application declares no role: for
 * another one, the role without a value is assigned, which the template has.
 *
 * @see https://learn.microsoft.com/graph/api/serviceprincipal-post-approleassignedto
 */
export async function assign(
	client: GraphClient,
	grant: { readonly applicationId: string; readonly principalId: string; readonly appRoleId: string },
	signal: AbortSignal | undefined,
): Promise<void> {
	const { applicationId: resourceId, principalId } = grant;
	const isPlain = grant.appRoleId === defaultAccessId;
	const appRoleId = isPlain ? await plainRole(client, resourceId, signal) : grant.appRoleId;
	try {
		await client.send(
			{
				method: "POST",
				url: `/servicePrincipals/${encodeURIComponent(resourceId)}/appRoleAssignedTo`,
				body: { principalId, resourceId, appRoleId },
				signal,
			},
			z.unknown(),
		);
	} catch (error) {
		if (!(error instanceof GraphError)) throw error;
		if (/already exists/i.test(error.detail)) return;
		if (appRoleId === defaultAccessId && /was not found on application/i.test(error.detail))
			throw new DirectoryError(
				"invalid",
				`The application declares roles, so Entra assigns only one of them: choose a role. ${error.message}`,
				error,
			);
		throw error;
	}
}

/** The id of the role that stands for none: of the application's assignable ones without a value, that of the template first. */
async function plainRole(
	client: GraphClient,
	applicationId: string,
	signal: AbortSignal | undefined,
): Promise<string> {
	const url = `/servicePrincipals/${encodeURIComponent(applicationId)}?$select=id,appRoles`;
	const roles = await client.send({ method: "GET", url, signal }, appRoles);
	const plain = roles.filter(({ value, isAssignable }) => value === null && isAssignable !== false);
	return (plain.find(({ id }) => id === templateRoles[0]?.id) ?? plain[0])?.id ?? defaultAccessId;
}

/** Removes an assignment. A missing one is not an error. */
export async function unassign(
	client: GraphClient,
	applicationId: string,
	assignmentId: string,
	signal: AbortSignal | undefined,
): Promise<void> {
	const path = `/servicePrincipals/${encodeURIComponent(applicationId)}/appRoleAssignedTo`;
	try {
		await client.send(
			{ method: "DELETE", url: `${path}/${encodeURIComponent(assignmentId)}`, signal },
			z.unknown(),
		);
	} catch (error) {
		const isGone = error instanceof GraphError && error.status === 404;
		if (!isGone) throw error;
	}
}

/** Service principals can be assigned too, but are not provisioned. */
function assignmentOf(given: z.infer<typeof row>): readonly Assignment[] {
	const { id, principalId, principalType, principalDisplayName, appRoleId } = given;
	if (principalType !== "User" && principalType !== "Group") return [];
	return [{ id, principalId, principalType, principalName: principalDisplayName ?? principalId, appRoleId }];
}
