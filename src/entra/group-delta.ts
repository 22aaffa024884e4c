import { z } from "zod";
import { DirectoryError } from "../ports/source/directory.ts";
import { isUser } from "./assignments.ts";
import type { PartAnswer } from "./graph/batch.ts";
import type { GraphClient } from "./graph/graph-client.ts";
import { isExpiredLink } from "./graph/graph-error.ts";
import { quoted, url } from "./graph/odata.ts";
import { type Page, pageOf, pages } from "./graph/pages.ts";

/** Delta links of groups, up to 50 groups each, and the members read through them. */
export type TrackedGroups = {
	readonly links: readonly { readonly ids: readonly string[]; readonly link: string }[];
	/** Direct user members by group id. */
	readonly members: ReadonlyMap<string, readonly string[]>;
};

/** Maximum number of ids in the filter of a delta query. */
const maxIds = 50;

const changedMember = z.object({
	id: z.string(),
	"@odata.type": z.string().nullish(),
	"@removed": z.unknown().optional(),
});
const changedGroup = z.object({
	id: z.string(),
	"@removed": z.unknown().optional(),
	"members@delta": z.array(changedMember).nullish(),
});
type ChangedGroup = z.infer<typeof changedGroup>;
const groupPage = pageOf(changedGroup);

/** Members while they are being changed. */
type Members = Map<string, Set<string>>;

/**
 * Updates tracked groups: the answers to their links are applied, groups that are no longer assigned are removed,
 * and newly assigned ones are read. A link that Graph no longer accepts, on its first page or a later one, is replaced by reading its
 * groups again.
 *
 * @param answers - One for each of `before.links`, in their order.
 * @see https://learn.microsoft.com/graph/delta-query-groups
 */
export async function followGroups(
	client: GraphClient,
	before: TrackedGroups,
	answers: readonly PartAnswer[],
	assigned: readonly string[],
	signal: AbortSignal | undefined,
): Promise<TrackedGroups> {
	const wanted = new Set(assigned);
	const members: Members = new Map();
	const links: { ids: readonly string[]; link: string }[] = [];
	for (const [index, { ids }] of before.links.entries()) {
		const kept = ids.filter((id) => wanted.has(id));
		const answer = answers[index];
		if (kept.length === 0 || !answer || isExpiredLink(answer.failure)) continue;
		const present = () => new Map(kept.map((id) => [id, new Set(before.members.get(id))]));
		const followed = await unlessExpired(() => applied(client, answer.as(groupPage), present(), signal));
		if (followed === undefined) continue;
		for (const [id, users] of followed.members) members.set(id, users);
		links.push({ ids: kept, link: followed.link });
	}
	const unknown = assigned.filter((id) => !members.has(id));
	for (let start = 0; start < unknown.length; start += maxIds) {
		const ids = unknown.slice(start, start + maxIds);
		const empty = () => new Map(ids.map((id) => [id, new Set<string>()]));
		const $filter = ids.map((id) => `id eq ${quoted(id)}`).join(" or ");
		const first = {
			items: [],
			next: url("/groups/delta", { $select: "members", $filter }),
			delta: undefined,
		};
		const read = () => applied(client, first, empty(), signal);
		const done = (await unlessExpired(read)) ?? (await read());
		for (const [id, users] of done.members) members.set(id, users);
		links.push({ ids, link: done.link });
	}
	return { links, members: new Map([...members].map(([id, users]) => [id, [...users]])) };
}

/** Undefined when Graph no longer accepts a link. */
async function unlessExpired<T>(read: () => Promise<T>): Promise<T | undefined> {
	try {
		return await read();
	} catch (error) {
		if (isExpiredLink(error)) return undefined;
		throw error;
	}
}

/** Applies a page and those after it to the members; returns them, with the link for the next round. */
async function applied(
	client: GraphClient,
	first: Page<ChangedGroup>,
	members: Members,
	signal: AbortSignal | undefined,
): Promise<{ readonly members: Members; readonly link: string }> {
	let last = first;
	applyChanges(first.items, members);
	if (first.next !== undefined) {
		for await (const page of pages(client, first.next, changedGroup, { signal })) {
			applyChanges(page.items, members);
			last = page;
		}
	}
	if (last.delta !== undefined) return { members, link: client.relative(last.delta) };
	throw new DirectoryError(
		"unavailable",
		"Microsoft Graph ended a delta query of groups without a link for the next.",
	);
}

/** A group may come several times, on one page or on several, each time with other members. */
function applyChanges(groups: readonly ChangedGroup[], members: Members): void {
	for (const group of groups) {
		const present = members.get(group.id);
		if (!present) continue;
		if (group["@removed"] !== undefined) present.clear();
		for (const member of group["members@delta"] ?? []) {
			if (member["@removed"] !== undefined) present.delete(member.id);
			else if (isUser(member)) present.add(member.id);
		}
	}
}
