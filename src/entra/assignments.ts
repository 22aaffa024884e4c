import { z } from "zod";
import { type AssignmentState, DirectoryError } from "../ports/source/directory.ts";
import { templateRoles } from "../setup/application.ts";
import { type AppRole, defaultAccessId } from "../source/app-role.ts";
import type { Assignment } from "../source/assignment.ts";
import { appRoles } from "./application.ts";
import { batch, type Part, type PartAnswer } from "./graph/batch.ts";
import type { GraphClient } from "./graph/graph-client.ts";
import { GraphError } from "./graph/graph-error.ts";
import { allItems, itemsFrom, type Page, pageOf } from "./graph/pages.ts";

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
 * Whether what was found is to be confirmed by a second read if it took several pages: Graph does not promise that pages stay in place
 * while an administrator removes an assignment, so that the first of the next page may not be shown.
 */
export type MustConfirm = (found: readonly Assignment[]) => boolean;

/** Whether a role of a principal in `before` was not found; a watermark does not keep the ids of assignments. */
export function lacksOneOf(before: readonly Assignment[]): MustConfirm {
	const grantOf = ({ principalId, appRoleId }: Assignment) => `${principalId} ${appRoleId}`;
	return (found) => {
		const grants = new Set(found.map(grantOf));
		return before.some((one) => !grants.has(grantOf(one)));
	};
}

/**
 * Roles and assignments, and the answers to further parts, in one request for up to 999 assignments.
 * Assignments have no delta query: each read costs a request for every further 999, twice where it is confirmed. Then what either of
 * both reads showed counts: an assignment that was removed meanwhile is missing from the next read.
 *
 * @see https://learn.microsoft.com/graph/api/serviceprincipal-list-approleassignedto
 */
export async function readGrants(
	client: GraphClient,
	applicationId: string,
	alsoAsked: readonly Part[],
	signal: AbortSignal | undefined,
	mustConfirm: MustConfirm = () => false,
): Promise<{ readonly grants: Grants; readonly answers: readonly PartAnswer[] }> {
	const path = `/servicePrincipals/${encodeURIComponent(applicationId)}`;
	const fields = Object.keys(row.shape).join(",");
	const list = `${path}/appRoleAssignedTo?$select=${fields}&$top=999`;
	const own = [{ url: `${path}?$select=id,appRoles` }, { url: list }];
	const [application, assigned, ...answers] = await batch(client, [...own, ...alsoAsked], signal);
	if (!application || !assigned) throw new TypeError("a batch answers every part");
	const roles = application.as(appRoles);
	const first = assigned.as(pageOf(row));
	const rows = await itemsFrom(client, first, row, { signal });
	const found = distinct(rows.flatMap(assignmentOf));
	if (first.next === undefined || !mustConfirm(found))
		return { grants: { roles, assignments: found }, answers };
	const again = await allItems(client, list, row, { signal });
	return { grants: { roles, assignments: distinct([...found, ...again.flatMap(assignmentOf)]) }, answers };
}

/** Roles, assignments and the direct user members of assigned groups; `isConfirmed`: lists in several pages are read twice. */
export async function readState(
	client: GraphClient,
	applicationId: string,
	signal: AbortSignal | undefined,
	isConfirmed = false,
): Promise<AssignmentState> {
	const { grants } = await readGrants(client, applicationId, [], signal, () => isConfirmed);
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
		const url = parts[index]?.url;
		if (isConfirmed && first.next !== undefined && url !== undefined)
			users.push(...(await allItems(client, url, member, { signal })).filter(isUser));
		members.set(groups[index] ?? "", [...new Set(users.map(({ id }) => id))]);
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

/** Each once: a page that moved while it was read shows some twice. */
function distinct(assignments: readonly Assignment[]): readonly Assignment[] {
	return [...new Map(assignments.map((one) => [one.id, one])).values()];
}

/** Service principals can be assigned too, but are not provisioned. */
function assignmentOf(given: z.infer<typeof row>): readonly Assignment[] {
	const { id, principalId, principalType, principalDisplayName, appRoleId } = given;
	if (principalType !== "User" && principalType !== "Group") return [];
	return [{ id, principalId, principalType, principalName: principalDisplayName ?? principalId, appRoleId }];
}
