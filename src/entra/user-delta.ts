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
	const rows = new RoundRows();
	let link: string | undefined;
	for await (const page of round) {
		link = page.delta;
		const whole = rows.note(page.items);
		if (whole.length > 0) yield whole;
	}
	if (link === undefined) {
		throw new DirectoryError(
			"unavailable",
			"Microsoft Graph ended a delta query of users without a link for the next.",
		);
	}
	const living = rows.give(await readUsers(client, rows.contradicted(), selected, signal));
	if (living.length > 0) yield living;
	const toRead = rows.unread(alsoChanged);
	const read = rows.give(await readUsers(client, toRead, selected, signal));
	if (read.length > 0) yield read;
	// A user in neither place is permanently deleted, which Graph reports in this round or the next.
	const possible = toRead.filter((id) => rows.isOpen(id));
	const left = await readLeft(client, rows.softDeleted(), possible, selected, now, signal);
	if (left.length > 0) yield left;
	return { link: client.relative(link), ...rows.end() };
}

/** What the rows of a round have shown of users, by id. They come in any order. */
class RoundRows {
	/** Returned already. */
	readonly #given = new Set<string>();
	readonly #removed = new Set<string>();
	/** Shown as not removed, in whatever row. */
	readonly #present = new Set<string>();
	readonly #softDeleted = new Set<string>();
	/** Shown with some of the properties only. */
	readonly #partial = new Set<string>();
	/** Shown again after they were returned. */
	readonly #pending = new Set<string>();

	/** Notes a page. Returns the users to give, who are whole in it and were not given before. */
	note(items: readonly ChangedUser[]): readonly SourceUser[] {
		const whole = new Map<string, SourceUser>();
		for (const user of items) {
			const { id } = user;
			whole.delete(id);
			const removal = removalOf(user);
			if (removal === "deleted") this.#removed.add(id);
			else if (this.#given.has(id)) this.#pending.add(id);
			else if (removal === "changed") this.#softDeleted.add(id);
			else if (user.userPrincipalName === undefined) this.#partial.add(id);
			else whole.set(id, sourceUserOf(user));
			if (removal !== undefined) continue;
			this.#present.add(id);
			this.#softDeleted.delete(id);
		}
		for (const id of whole.keys()) {
			this.#given.add(id);
			this.#partial.delete(id);
		}
		return [...whole.values()];
	}

	/** Users who were shown both as permanently deleted and as present: an account may be deleted for good, so they are asked for. */
	contradicted(): readonly string[] {
		return [...this.#removed].filter((id) => this.#present.has(id));
	}

	/** Notes users whom Graph shows when it is asked for them, so that they are not deleted. Returns those not given before. */
	give(users: readonly SourceUser[]): readonly SourceUser[] {
		const added = users.filter(({ id }) => !this.#given.has(id));
		for (const { id } of users) {
			this.#removed.delete(id);
			this.#given.add(id);
		}
		return added;
	}

	/** Users to read by id: those that were only shown in part, and others that the caller adds. */
	unread(alsoChanged: readonly string[]): readonly string[] {
		return [...new Set([...this.#partial, ...alsoChanged])].filter(
			(id) => this.isOpen(id) && !this.#softDeleted.has(id),
		);
	}

	softDeleted(): readonly string[] {
		return [...this.#softDeleted].filter((id) => this.isOpen(id));
	}

	/** Whether a user is neither given nor permanently deleted. */
	isOpen(id: string): boolean {
		return !this.#given.has(id) && !this.#removed.has(id);
	}

	end(): Pick<RoundEnd, "removed" | "pending"> {
		return {
			removed: [...this.#removed],
			pending: [...this.#pending].filter((id) => !this.#removed.has(id)),
		};
	}
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
