import type { ScimUser } from "../scim/resource.ts";
import type { UserPage } from "./answer.ts";

/** Users per page: Sumo's maximum. */
export const pageSize = 1000;

/** Whether a server may send no more users in a page than this. */
const mayBeLimit = (users: number) => users < 10 || users % 5 === 0;

/**
 * All users in pages, each user once, by the position of the users received (RFC 7644 §3.4.2.4).
 *
 * The server's totals and sizes are hints only: `totalResults` may be wrong either way, pages may be smaller than
 * asked for, `startIndex` in answers is not read, and there may be no total. The list ends with a page without new users, or with one that
 * reaches the total and is shorter than a page of this server. An earlier page shows how long that is. The length of a first page may be the
 * server's limit, and its total that length: then one more request follows. It does not after 16 users, since limits are round.
 *
 * @param first the first page, if it has been read already
 */
export async function* pages(
	read: (startIndex: number, count: number) => Promise<UserPage>,
	first?: UserPage,
): AsyncGenerator<readonly ScimUser[]> {
	const seen = new Set<string>();
	let received = 0;
	let longest = 0;
	const isShort = (length: number) => (longest === 0 ? !mayBeLimit(length) : length < longest);
	for (let page = first; ; page = undefined) {
		const { users, totalResults } = page ?? (await read(received + 1, pageSize));
		received += users.length;
		const fresh = users.filter(({ id }) => !seen.has(id) && seen.add(id));
		if (fresh.length === 0) return;
		yield fresh;
		if (isShort(users.length) && totalResults !== null && received >= totalResults) return;
		longest = Math.max(longest, users.length);
	}
}
