import { setImmediate } from "node:timers/promises";
import type { Profile } from "../../config/profile.ts";
import { TargetCheck, type TargetProblem } from "../../mapping/check/check-target.ts";
import { compileMappings, sourceAttributes } from "../../mapping/user/compile.ts";
import type { Directory } from "../../ports/source/directory.ts";
import { compileScope } from "../../scoping/evaluate.ts";
import { mappingSetOf, scopeOf } from "../profile/profile-parts.ts";
import { sourcesInScope } from "../source/scope-sources.ts";

/** Users mapped between two yields to the event loop: mapping 100,000 must not keep a console from drawing. */
const turn = 250;
const assignedAtOnce = 1_000;

/**
 * Maps all users in a profile's scope, and lists what the target would refuse with all affected users. `roles` are the
 * names of the target's roles, null when it doesn't provide them. Nothing is written; values of `SelectUniqueValue` count as
 * free. Throws `MappingError`, `ScopeError`, `DirectoryError`, and the signal's reason when aborted.
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
	const check = new TargetCheck(compiled, { roles, appRoles: state.roles }, { isTaken: () => false });
	const options = { atOnce: assignedAtOnce, signal };
	let users = 0;
	for await (const page of sourcesInScope(directory, state, scope, sourceAttributes(compiled), options)) {
		for (const source of page) {
			check.add(source);
			users += 1;
			if (users % turn === 0) await setImmediate();
			signal?.throwIfAborted();
		}
	}
	return check.problems();
}
