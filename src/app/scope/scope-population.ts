import { setImmediate } from "node:timers/promises";
import type { Directory } from "../../ports/source/directory.ts";
import type { Store } from "../../ports/store/store.ts";
import { compareScopes, type ScopeComparison } from "../../scoping/compare.ts";
import type { CompiledScope } from "../../scoping/evaluate.ts";
import { type Entitlements, entitle } from "../../source/entitlement.ts";
import { isSoftDeleted, type SourceUser } from "../../source/source-user.ts";

/** All users that can be in scope, as of one read of the source. */
export type Population = {
	/** Without soft-deleted users. */
	readonly users: readonly SourceUser[];
	readonly entitlements: Entitlements;
	/** Ids of users whose account is managed. */
	readonly managed: ReadonlySet<string>;
};

/** Reads all users with the named attributes, their assignments, and whose account is managed. Writes nothing. */
export async function populationOf(
	directory: Directory,
	store: Pick<Store, "links">,
	attributes: readonly string[],
): Promise<Population> {
	const [{ assignments, roles, members }, read] = await Promise.all([
		directory.assignments(),
		directory.read(null, attributes),
	]);
	const users: SourceUser[] = [];
	for await (const page of read.users) users.push(...page.filter((user) => !isSoftDeleted(user)));
	const managed = new Set<string>();
	for await (const links of store.links()) {
		for (const { sourceId, state } of links) if (state === "managed") managed.add(sourceId);
	}
	return { users, entitlements: entitle(assignments, roles, (group) => members.get(group) ?? []), managed };
}

/** Users compared between two yields to the event loop: 100,000 must not keep a console from drawing. */
const turn = 2_000;

/** Compares two scopes for all users. Throws `ScopeError`, and the signal's reason when aborted. */
export async function compareInTurns(
	before: CompiledScope,
	after: CompiledScope,
	{ users, entitlements }: Population,
	signal?: AbortSignal,
): Promise<ScopeComparison> {
	const entering: SourceUser[] = [];
	const leaving: SourceUser[] = [];
	let inScope = 0;
	for (let start = 0; start < users.length; start += turn) {
		const part = compareScopes(before, after, users.slice(start, start + turn), entitlements);
		inScope += part.inScope;
		entering.push(...part.entering);
		leaving.push(...part.leaving);
		await setImmediate();
		signal?.throwIfAborted();
	}
	return { users: users.length, inScope, entering, leaving };
}
