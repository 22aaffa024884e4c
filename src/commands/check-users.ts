import type { Profile } from "../config/profile.ts";
import type { Directory } from "../engine/ports/directory.ts";
import { checkTarget, type TargetProblem } from "../mapping/check-target.ts";
import { compileMappings, sourceAttributes } from "../mapping/compile.ts";
import type { Source } from "../mapping/source-value.ts";
import { compileScope } from "../scoping/evaluate.ts";
import { mappingSetOf, scopeOf } from "./profile-parts.ts";
import { sourcesInScope } from "./scope-sources.ts";

/**
 * Maps everyone in a profile's scope, and lists what the target would refuse with all the users concerned. `roles` are
 * the names of the target's roles, null when it does not tell them. Nothing is written; values of `SelectUniqueValue`
 * count as free. Throws `MappingError`, `ScopeError` and `DirectoryError`.
 */
export async function checkUsers(
	profile: Profile,
	directory: Directory,
	roles: ReadonlySet<string> | null,
	signal?: AbortSignal,
): Promise<readonly TargetProblem[]> {
	const compiled = compileMappings(mappingSetOf(profile));
	const scope = compileScope(scopeOf(profile));
	const state = await directory.assignments(signal);
	const sources: Source[] = [];
	const pages = sourcesInScope(directory, state, scope, sourceAttributes(compiled), { signal });
	for await (const page of pages) sources.push(...page);
	return checkTarget(compiled, { users: sources, roles, appRoles: state.roles }, { isTaken: () => false });
}
