import { DirectoryError, ExpiredReadError } from "../ports/source/directory.ts";
import type { SourceUser } from "../source/source-user.ts";
import type { Selected } from "./attributes.ts";
import type { GraphClient } from "./graph/graph-client.ts";
import { isExpiredLink } from "./graph/graph-error.ts";
import { type Page, pages } from "./graph/pages.ts";
import { type GraphUser, graphUser, sourceUserOf } from "./graph-user.ts";
import { readDeletedUsers, readUsers } from "./users.ts";

/** A user of a delta query. */
export type ChangedUser = GraphUser;

/** `changed`: soft-deleted, so that the user may be restored. `deleted`: permanently deleted. Undefined for other users. */
function removalOf({ "@removed": removal }: ChangedUser): "changed" | "deleted" | undefined {
	if (typeof removal !== "object" || removal === null) return undefined;
	return "reason" in removal && removal.reason === "deleted" ? "deleted" : "changed";
}

/** A hint for larger pages: delta queries of directory objects don't support `$top`. */
const headers = { Prefer: "odata.maxpagesize=999" };

/** Pages of a delta query of users, from its first request or from a link of the last round. Throws `ExpiredReadError` for a link that Graph no longer takes. */
export async function* userDeltaPages(
	client: GraphClient,
	url: string,
	signal: AbortSignal | undefined,
): AsyncGenerator<Page<ChangedUser>> {
	try {
		yield* pages(client, url, graphUser, { headers, signal });
	} catch (error) {
		throw isExpiredLink(error) ? new ExpiredReadError(error) : error;
	}
}

/** The result of a round of changes. */
export type RoundEnd = {
	/** Where the next round begins, below the Graph URL. */
	readonly link: string;
	/** Ids of permanently deleted users. */
	readonly removed: readonly string[];
	/** Users who changed again after they were returned: the next round reads them. */
	readonly pending: readonly string[];
};

/**
 * Users of a round of changes, each once, followed by users whom the caller adds for another reason.
 *
 * Graph may return a user several times, and with only some of the properties: a repeated user is left for the next round,
 * and a user without a name is read by id. Soft-deleted users have `deletedDateTime`, and few other properties if Graph does not
 * show them.
 *
 * @param alsoChanged - Ids of the users to add.
 * @param now - The time, ms since 1970.
 * @see https://learn.microsoft.com/graph/delta-query-users
 */
export async function* changedUsers(
	client: GraphClient,
	round: AsyncIterable<Page<ChangedUser>>,
	alsoChanged: readonly string[],
	selected: Selected,
	now: () => number,
	signal: AbortSignal | undefined,
): AsyncGenerator<readonly SourceUser[], RoundEnd> {
	const given = new Set<string>();
	const removed = new Set<string>();
	const present = new Set<string>();
	const softDeleted = new Set<string>();
	const partial = new Set<string>();
	const pending = new Set<string>();
	let link: string | undefined;
	for await (const page of round) {
		link = page.delta;
		const users = new Map<string, SourceUser>();
		for (const user of page.items) {
			const { id } = user;
			users.delete(id);
			const removal = removalOf(user);
			if (removal === "deleted") removed.add(id);
			else if (given.has(id)) pending.add(id);
			else if (removal === "changed") softDeleted.add(id);
			else if (user.userPrincipalName === undefined) partial.add(id);
			else users.set(id, sourceUserOf(user));
			if (removal !== undefined) continue;
			present.add(id);
			softDeleted.delete(id);
		}
		for (const id of users.keys()) {
			given.add(id);
			partial.delete(id);
		}
		if (users.size > 0) yield [...users.values()];
	}
	if (link === undefined) {
		throw new DirectoryError(
			"unavailable",
			"Microsoft Graph ended a delta query of users without a link for the next.",
		);
	}
	// Rows of a round come in any order, and an account may be deleted for good: a user shown both ways is asked for.
	const living = await readUsers(
		client,
		[...removed].filter((id) => present.has(id)),
		selected,
		signal,
	);
	for (const { id } of living) removed.delete(id);
	const notGiven = living.filter(({ id }) => !given.has(id));
	if (notGiven.length > 0) yield notGiven;
	for (const { id } of notGiven) given.add(id);
	const isOpen = (id: string) => !given.has(id) && !removed.has(id);
	const toRead = [...new Set([...partial, ...alsoChanged])].filter(
		(id) => isOpen(id) && !softDeleted.has(id),
	);
	const read = await readUsers(client, toRead, selected, signal);
	if (read.length > 0) yield read;
	for (const { id } of read) given.add(id);
	// A user in neither place is permanently deleted, which Graph reports in this round or the next.
	const known = [...softDeleted].filter(isOpen);
	const left = await readLeft(client, known, toRead.filter(isOpen), selected, now, signal);
	if (left.length > 0) yield left;
	return {
		link: client.relative(link),
		removed: [...removed],
		pending: [...pending].filter((id) => !removed.has(id)),
	};
}

/**
 * Users who left: those known to be soft-deleted are always returned, possible ones only when Graph shows them. One who is not in the bin
 * may have been restored since, which a row of this round, in any order, or of the next shows.
 */
async function readLeft(
	client: GraphClient,
	known: readonly string[],
	possible: readonly string[],
	selected: Selected,
	now: () => number,
	signal: AbortSignal | undefined,
): Promise<readonly SourceUser[]> {
	const inBin = await readDeletedUsers(client, [...known, ...possible], selected, signal);
	const notIn = (users: readonly SourceUser[]) => {
		const ids = new Set(users.map(({ id }) => id));
		return (id: string) => !ids.has(id);
	};
	const restored = await readUsers(client, known.filter(notIn(inBin)), selected, signal);
	const shown = [...inBin, ...restored];
	const deletedDateTime = new Date(now()).toISOString();
	return [...shown, ...known.filter(notIn(shown)).map((id) => ({ id, attributes: { id, deletedDateTime } }))];
}
