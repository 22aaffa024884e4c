import { z } from "zod";
import type { SourceUser } from "../source/source-user.ts";
import { type Selected, usersUrl } from "./attributes.ts";
import { batch } from "./graph/batch.ts";
import type { GraphClient } from "./graph/graph-client.ts";
import { GraphError } from "./graph/graph-error.ts";
import { quoted, url } from "./graph/odata.ts";
import { allItems, itemsFrom, pageOf } from "./graph/pages.ts";
import { graphUser, sourceUserOf } from "./graph-user.ts";

/** Maximum number of values in one `in`. */
const maxIds = 15;

/** One user, or undefined when there is none. */
export async function readUser(
	client: GraphClient,
	id: string,
	selected: Selected,
	signal: AbortSignal | undefined,
): Promise<SourceUser | undefined> {
	try {
		const path = usersUrl(`/users/${encodeURIComponent(id)}`, selected);
		return sourceUserOf(await client.send({ method: "GET", url: path, signal }, graphUser));
	} catch (error) {
		if (error instanceof GraphError && error.status === 404) return undefined;
		throw error;
	}
}

/** Several users, up to 300 in one request; users who do not exist are missing. */
export async function readUsers(
	client: GraphClient,
	ids: readonly string[],
	selected: Selected,
	signal: AbortSignal | undefined,
): Promise<readonly SourceUser[]> {
	const distinct = [...new Set(ids)];
	const parts = [];
	for (let start = 0; start < distinct.length; start += maxIds) {
		const values = distinct
			.slice(start, start + maxIds)
			.map(quoted)
			.join(",");
		parts.push({ url: usersUrl("/users", selected, { $filter: `id in (${values})` }) });
	}
	const page = pageOf(graphUser);
	const users: SourceUser[] = [];
	for (const answer of await batch(client, parts, signal)) {
		for (const user of await itemsFrom(client, answer.as(page), graphUser, { signal }))
			users.push(sourceUserOf(user));
	}
	return users;
}

/**
 * Soft-deleted users, with `deletedDateTime`. Users that Graph does not show (for lack of permission, or because they
 * are permanently deleted) are missing.
 *
 * @see https://learn.microsoft.com/graph/api/directory-deleteditems-get
 */
export async function readDeletedUsers(
	client: GraphClient,
	ids: readonly string[],
	selected: Selected,
	signal: AbortSignal | undefined,
): Promise<readonly SourceUser[]> {
	const $select = [...selected.properties, "deletedDateTime"].join(",");
	const parts = ids.map((id) => ({
		url: url(`/directory/deletedItems/${encodeURIComponent(id)}/microsoft.graph.user`, { $select }),
	}));
	const answers = await batch(client, parts, signal);
	return answers.flatMap((answer) =>
		answer.failure ? [] : [withPlainName(sourceUserOf(answer.as(graphUser)))],
	);
}

/** The first users of the directory, in no particular order. */
export async function readSomeUsers(
	client: GraphClient,
	limit: number,
	selected: Selected,
	signal: AbortSignal | undefined,
): Promise<readonly SourceUser[]> {
	const path = usersUrl("/users", selected, { $top: String(Math.min(limit, 999)) });
	const { items } = await client.send({ method: "GET", url: path, signal }, pageOf(graphUser));
	return items.slice(0, limit).map(sourceUserOf);
}

/** All groups of the tenant. */
export async function readGroups(client: GraphClient, signal: AbortSignal | undefined) {
	const group = z.object({ id: z.string(), displayName: z.string().nullish() });
	const groups = await allItems(client, "/groups?$select=id,displayName&$top=999", group, { signal });
	return groups.map(({ id, displayName }) => ({ id, displayName: displayName ?? id }));
}

/** When a user is soft-deleted, Entra puts the id before the name so that the name becomes available. */
function withPlainName(user: SourceUser): SourceUser {
	const { userPrincipalName } = user.attributes;
	const prefix = user.id.replaceAll("-", "");
	if (typeof userPrincipalName !== "string" || !userPrincipalName.startsWith(prefix)) return user;
	return {
		...user,
		attributes: { ...user.attributes, userPrincipalName: userPrincipalName.slice(prefix.length) },
	};
}
