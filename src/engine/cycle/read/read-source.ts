import { type Directory, ExpiredReadError, type Watermark } from "../../../ports/source/directory.ts";
import type { Escrow } from "../../../ports/store/escrow.ts";
import type { Link } from "../../../ports/store/link.ts";
import type { Store } from "../../../ports/store/store.ts";
import type { RoleNames } from "../../../ports/target.ts";
import type { SourceUser } from "../../../source/source-user.ts";
import { readAhead } from "../../plan/accounts/read-ahead.ts";
import { attributesOf, type Rules } from "../../plan/rules.ts";
import { isDue } from "../../record/escrow.ts";
import { withFixedCauses } from "./fixed-causes.ts";
import type { Position } from "./position.ts";
import { WorkQueue } from "./work-queue.ts";

/** The result of reading the source. */
export type SourceRead = {
	readonly kind: "full" | "delta" | "unchanged";
	readonly workQueue: WorkQueue;
	/** As they were before, by source id. */
	readonly links: ReadonlyMap<string, Link>;
	readonly watermark: Watermark;
	/** Accounts under management before the read. */
	readonly managed: number;
	/** Managed users who were missing from a full read. */
	readonly missing: number;
};

/** The read to make. */
export type SourceQuery = {
	readonly directory: Directory;
	readonly store: Pick<Store, "links" | "escrow">;
	readonly roleNames: RoleNames;
	readonly rules: Rules;
	readonly since: Position | null;
	/** Compare all users with the target, including those unchanged at the source. */
	readonly compareAll: boolean;
	readonly now: number;
	/** Source ids of users who are left out. */
	readonly excluded?: ReadonlySet<string>;
	readonly signal?: AbortSignal | undefined;
	readonly onProgress?: ((read: number) => void) | undefined;
	/** Called after each page, with the users added so far. */
	readonly onPage?: ((workQueue: WorkQueue) => void) | undefined;
};

/** Users that are read by id at a time; the directory batches them further. */
const batch = 1000;

/** Maximum of failed users, and of idle ones, who are read after a delta only for the values that they claim. */
export const mostClaimants = 100;

/**
 * Reads changed users (or all) from the source, and fills the work queue. A read whose position expires half-way begins again once, with all
 * users. Throws `DirectoryError` and `ScopeError`.
 */
export async function readSource(query: SourceQuery): Promise<SourceRead> {
	try {
		return await readOnce(query);
	} catch (error) {
		if (!(error instanceof ExpiredReadError)) throw error;
		return readOnce({ ...query, since: null });
	}
}

async function readOnce(query: SourceQuery): Promise<SourceRead> {
	const { directory, store, rules, since, compareAll, now, excluded, signal } = query;
	const { onProgress, onPage } = query;
	const attributes = attributesOf(rules);
	const read = await directory.read(compareAll ? null : (since?.directory ?? null), attributes, signal);
	const failed = await withFixedCauses(await store.escrow(), query);
	const escrow = new Map<string, Escrow>(failed.map((one) => [one.sourceId, one]));
	const isIdle = read.kind === "unchanged";
	const due = [...escrow.values()].filter((one) => isDue(one, one.fingerprint, now));
	const hasWork = !isIdle || due.length > 0;
	const links = hasWork ? await allLinks(store) : new Map<string, Link>();
	const assignments = read.assignments ?? (hasWork ? await directory.assignments(signal, true) : null);
	const workQueue = new WorkQueue(
		{ rules, links, escrow, compareAll, now, ...(excluded === undefined ? {} : { excluded }) },
		assignments,
	);

	for await (const page of readAhead(read.users)) {
		signal?.throwIfAborted();
		for (const user of page) workQueue.add(user);
		onProgress?.(workQueue.seen);
		onPage?.(workQueue);
	}
	let missing = 0;
	const unseen = directory.hasBin ? "SoftDeletedAtSource" : "DeletedAtSource";
	const lookUp = async (
		ids: readonly string[],
		orElse: (id: string) => void,
		add = (user: SourceUser) => workQueue.add(user),
	) => {
		for (let start = 0; start < ids.length; start += batch) {
			const some = ids.slice(start, start + batch);
			const users = await directory.usersById(some, attributes, signal);
			for (const user of users) add(user);
			const found = new Set(users.map(({ id }) => id));
			for (const id of some) if (!found.has(id)) orElse(id);
		}
	};
	if (read.kind === "full") {
		// A paging error must not look like a deletion: missing users are read by ID, unless there are too many.
		const ids = workQueue.missing();
		const gone = (id: string) => {
			if (links.get(id)?.state === "managed") missing += 1;
			workQueue.addDeleted(id, unseen);
		};
		if (ids.length <= batch) await lookUp(ids, gone);
		else for (const id of ids) gone(id);
	} else {
		for (const id of read.removed()) workQueue.addDeleted(id);
		const leftOut = hasWork ? workQueue.leftOut(since?.waiting ?? null) : [];
		await lookUp(leftOut, (id) => {
			if (escrow.has(id) || !links.has(id)) workQueue.addDeleted(id, unseen);
		});
		const idle = workQueue.unseen(since?.idle ?? []);
		if (hasWork) {
			const ignore = () => undefined;
			await lookUp(workQueue.claimants(mostClaimants), ignore);
			await lookUp(idle, ignore, (user) => workQueue.addIdle(user));
		} else for (const id of idle) workQueue.idle.add(id);
		workQueue.keepUnheard();
	}
	let managed = 0;
	for (const { state } of links.values()) if (state === "managed") managed += 1;
	return { kind: read.kind, workQueue, links, watermark: read.watermark(), managed, missing };
}

async function allLinks(store: Pick<Store, "links">): Promise<Map<string, Link>> {
	const links = new Map<string, Link>();
	for await (const page of store.links()) for (const link of page) links.set(link.sourceId, link);
	return links;
}
