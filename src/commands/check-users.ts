import type { Profile } from "../config/profile.ts";
import type { Directory } from "../engine/ports/directory.ts";
import { type Entitlements, entitle } from "../identity/entitlement.ts";
import { isEnabled, isSoftDeleted, type SourceUser } from "../identity/source-user.ts";
import { checkTarget, type TargetProblem } from "../mapping/check-target.ts";
import { compileMappings, sourceAttributes } from "../mapping/compile.ts";
import type { Source } from "../mapping/source-value.ts";
import { type CompiledScope, compileScope } from "../scoping/evaluate.ts";
import { mappingSetOf, scopeOf } from "./profile-parts.ts";

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
	const attributes = [...new Set([...sourceAttributes(compiled), ...scope.attributes])];
	const { assignments, roles: appRoles, members } = await directory.assignments(signal);
	const entitlements = entitle(assignments, appRoles, (group) => members.get(group) ?? []);
	const sources: Source[] = [];
	for await (const page of candidates(directory, scope, entitlements, attributes, signal)) {
		for (const user of page) {
			const held = entitlements.get(user.id) ?? [];
			if (!isEnabled(user) || isSoftDeleted(user) || !scope.judge(user, held).inScope) continue;
			sources.push({ user, entitlements: held, isSoftDeleted: false });
		}
	}
	return checkTarget(compiled, { users: sources, roles, appRoles }, { isTaken: () => false });
}

/** The assigned by id, or everybody. */
async function* candidates(
	directory: Directory,
	{ scope }: CompiledScope,
	entitlements: Entitlements,
	attributes: readonly string[],
	signal: AbortSignal | undefined,
): AsyncGenerator<readonly SourceUser[]> {
	if (scope.users === "assigned")
		yield await directory.usersById([...entitlements.keys()], attributes, signal);
	else yield* (await directory.read(null, attributes, signal)).users;
}
