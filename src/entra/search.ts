import type { SourceUser } from "../source/source-user.ts";
import { type Selected, usersUrl } from "./attributes.ts";
import type { GraphClient } from "./graph/graph-client.ts";
import { GraphError } from "./graph/graph-error.ts";
import { quoted } from "./graph/odata.ts";
import { pageOf } from "./graph/pages.ts";
import { graphUser, sourceUserOf } from "./graph-user.ts";
import { readSomeUsers, readUsers } from "./users.ts";

/** The properties that are searched. */
const searched = ["displayName", "userPrincipalName", "mail", "givenName", "surname"] as const;

/**
 * Users whose display name contains the text as a word, or whose name or address begins with it. Graph finds words and prefixes,
 * not text inside a word. Where a tenant has no `$search`, only prefixes are found.
 *
 * @see https://learn.microsoft.com/graph/search-query-parameter#using-search-on-directory-object-collections
 */
export async function searchUsers(
	client: GraphClient,
	text: string,
	limit: number,
	selected: Selected,
	signal: AbortSignal | undefined,
): Promise<readonly SourceUser[]> {
	const sought = text.trim();
	if (sought === "") return readSomeUsers(client, limit, selected, signal);
	// Advanced queries don't support $expand, so managers need a second request.
	const plain = { ...selected, manager: false };
	const found = await findUsers(client, sought, limit, plain, signal);
	if (!selected.manager || found.length === 0) return found;
	const ids = found.map(({ id }) => id);
	return readUsers(client, ids, selected, signal);
}

async function findUsers(
	client: GraphClient,
	text: string,
	limit: number,
	selected: Selected,
	signal: AbortSignal | undefined,
): Promise<readonly SourceUser[]> {
	const $top = String(Math.min(limit, 999));
	const ask = async (query: Readonly<Record<string, string>>) => {
		const request = {
			method: "GET",
			url: usersUrl("/users", selected, { ...query, $count: "true", $top }),
			headers: { ConsistencyLevel: "eventual" },
			signal,
		} as const;
		const { items } = await client.send(request, pageOf(graphUser));
		return items.slice(0, limit).map(sourceUserOf);
	};
	const byBeginning = () =>
		ask({ $filter: searched.map((name) => `startswith(${name},${quoted(text)})`).join(" or ") });
	// Graph's $search mishandles "&" (a known issue that its documentation names).
	if (text.includes("&")) return byBeginning();
	try {
		return await ask({ $search: searched.map((name) => `"${name}:${escaped(text)}"`).join(" OR ") });
	} catch (error) {
		if (error instanceof GraphError && (error.status === 400 || error.status === 501)) return byBeginning();
		throw error;
	}
}

/** Inside the double quotes of a clause, these two are escaped. */
function escaped(text: string): string {
	return text.replace(/["\\]/g, "\\$&");
}
