import type { Emit } from "../../ports/event.ts";
import type { RoleNames } from "../../ports/target.ts";
import { ScimError } from "../../scim/errors.ts";

/** The names of the target's roles; null when they are not known. */
export type KnownRoles = () => Promise<ReadonlySet<string> | null>;

/**
 * Roles that are read at most once per run, when the first plan needs them: a run without changes sends no request for them.
 * A target that refuses to list its roles costs a warning, and then no role counts as missing.
 */
export function rolesReadOnce(
	roleNames: RoleNames,
	{
		emit,
		now,
		signal,
	}: { readonly emit: Emit; readonly now: () => number; readonly signal?: AbortSignal | undefined },
): KnownRoles {
	let reading: Promise<ReadonlySet<string> | null> | undefined;
	const read = async () => {
		try {
			return await roleNames(signal);
		} catch (error) {
			if (!(error instanceof ScimError)) throw error;
			const message = `The target's roles can't be read, so missing roles show only when a user is sent: ${error.message}`;
			emit({ type: "warning", time: now(), message, remedy: { type: "test-connection" } });
			return null;
		}
	};
	return () => {
		reading ??= read();
		return reading;
	};
}
