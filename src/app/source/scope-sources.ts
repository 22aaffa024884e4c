import type { Source } from "../../attributes/source-value.ts";
import type { AssignmentState, Directory } from "../../ports/source/directory.ts";
import type { CompiledScope } from "../../scoping/evaluate.ts";
import { type Entitlements, entitle } from "../../source/entitlement.ts";
import { isEnabled, isSoftDeleted, type SourceUser } from "../../source/source-user.ts";

export type SourcesOptions = {
	/** Assigned users per read, for a caller that may stop early; absent: all. */
	readonly atOnce?: number;
	readonly signal?: AbortSignal | undefined;
};

/** All users in scope with the named attributes, as mappings read them; page by page. Throws `DirectoryError`. */
export async function* sourcesInScope(
	directory: Directory,
	{ assignments, roles, members }: AssignmentState,
	scope: CompiledScope,
	attributes: readonly string[],
	options: SourcesOptions = {},
): AsyncGenerator<readonly Source[]> {
	const entitlements = entitle(assignments, roles, (group) => members.get(group) ?? []);
	const read = [...new Set([...attributes, ...scope.attributes])];
	for await (const page of candidates(directory, scope, entitlements, read, options)) {
		yield page.flatMap((user): readonly Source[] => {
			const held = entitlements.get(user.id) ?? [];
			if (!isEnabled(user) || isSoftDeleted(user) || !scope.evaluate(user, held).inScope) return [];
			return [{ user, entitlements: held, isSoftDeleted: false }];
		});
	}
}

/** The assigned users, or all users. */
async function* candidates(
	directory: Directory,
	{ scope }: CompiledScope,
	entitlements: Entitlements,
	attributes: readonly string[],
	{ atOnce, signal }: SourcesOptions,
): AsyncGenerator<readonly SourceUser[]> {
	if (scope.users === "all") {
		yield* (await directory.read(null, attributes, signal)).users;
		return;
	}
	const ids = [...entitlements.keys()];
	const page = atOnce ?? Math.max(1, ids.length);
	for (let from = 0; from < ids.length; from += page) {
		yield await directory.usersById(ids.slice(from, from + page), attributes, signal);
	}
}
