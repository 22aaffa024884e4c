import { z } from "zod";
import { DirectoryError } from "../ports/source/directory.ts";
import type { GraphClient } from "./graph/graph-client.ts";
import { quoted, url } from "./graph/odata.ts";
import { pageOf } from "./graph/pages.ts";

const found = z.object({
	id: z.string(),
	displayName: z.string().nullish(),
	userPrincipalName: z.string().nullish(),
	mail: z.string().nullish(),
});

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A user as named in messages. */
export type FoundUser = { readonly id: string; readonly displayName: string; readonly userName: string };

/**
 * The user with this object id, user principal name or mail address. One with the name goes before others with the address. Throws
 * `DirectoryError` `not-found`, or `invalid` when several users have the address.
 */
export async function findUser(
	client: GraphClient,
	named: string,
	signal: AbortSignal | undefined,
): Promise<FoundUser> {
	const sought = named.trim();
	const properties = guid.test(sought) ? ["id"] : ["userPrincipalName", "mail"];
	const $filter = properties.map((property) => `${property} eq ${quoted(sought)}`).join(" or ");
	const request = {
		method: "GET",
		url: url("/users", { $filter, $select: "id,displayName,userPrincipalName,mail" }),
		signal,
	} as const;
	const { items } = await client.send(request, pageOf(found));
	const isNamed = ({ userPrincipalName }: z.infer<typeof found>) =>
		userPrincipalName?.toLowerCase() === sought.toLowerCase();
	const [one, ...others] = items.some(isNamed) ? items.filter(isNamed) : items;
	if (one === undefined)
		throw new DirectoryError(
			"not-found",
			`No user has the object ID, user principal name or mail address "${sought}".`,
		);
	if (others.length > 0)
		throw new DirectoryError(
			"invalid",
			`${items.length} users have the address "${sought}": ${items.map(({ id }) => id).join(", ")}. Give the object ID.`,
		);
	const { id, displayName, userPrincipalName } = one;
	return { id, displayName: displayName ?? "", userName: userPrincipalName ?? "" };
}
