import type { Entitlements } from "../source/entitlement.ts";
import type { SourceUser } from "../source/source-user.ts";
import type { CompiledScope } from "./evaluate.ts";

/** The effect of a scope change on users. */
export type ScopeComparison = {
	readonly users: number;
	/** The number of users in the new scope. */
	readonly inScope: number;
	/** In the new scope only: they are provisioned. */
	readonly entering: readonly SourceUser[];
	/** In the old scope only: they are deactivated, unless the scope skips that. */
	readonly leaving: readonly SourceUser[];
};

/** Evaluates both scopes for every user. Throws `ScopeError` as `evaluate` does. */
export function compareScopes(
	before: CompiledScope,
	after: CompiledScope,
	users: Iterable<SourceUser>,
	entitlements: Entitlements,
): ScopeComparison {
	const entering: SourceUser[] = [];
	const leaving: SourceUser[] = [];
	let [total, inScope] = [0, 0];
	for (const user of users) {
		const held = entitlements.get(user.id) ?? [];
		const was = before.evaluate(user, held).inScope;
		const is = after.evaluate(user, held).inScope;
		total += 1;
		if (is) inScope += 1;
		if (is && !was) entering.push(user);
		if (was && !is) leaving.push(user);
	}
	return { users: total, inScope, entering, leaving };
}
