import { setImmediate } from "node:timers/promises";
import type { Directory } from "../../ports/directory.ts";
import type { Store } from "../../ports/store.ts";
import { compareScopes, type ScopeComparison } from "../../scoping/compare.ts";
import type { CompiledScope } from "../../scoping/evaluate.ts";
import { type Entitlements, entitle } from "../../source/entitlement.ts";
import { isSoftDeleted, type SourceUser } from "../../source/source-user.ts";

/** Everyone whom a scope may let in, as of one reading of the source. */
export type Population = {
	/** Without those in the bin. */
	readonly users: readonly SourceUser[];
	readonly entitlements: Entitlements;
	/** Ids of those whose account is under management. */
	readonly managed: ReadonlySet<string>;
};

/** Reads everybody with the named attributes, who is assigned, and whose account is managed. Writes nothing. */
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

/** Users judged before others get their turn: a hundred thousand must not keep a console from drawing. */
const turn = 2_000;

/** Compares two scopes over everybody. Throws `ScopeError`, and the signal's reason when aborted. */
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
