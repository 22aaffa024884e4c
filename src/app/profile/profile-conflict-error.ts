import { RemediableError } from "../../ports/errors/remediable-error.ts";

/** Changes that are listed in full; a longer list ends with a count. */
const maxListed = 8;

/**
 * The part of the profile that was to be saved was changed by someone else since it was read here. Nothing was saved; the profile in
 * use is now the changed one.
 */
export class ProfileConflictError extends RemediableError {
	override readonly name = "ProfileConflictError";
	/** What the others changed, one line per value: `scope.users: "assigned" → "all"`. */
	readonly changes: readonly string[];

	constructor(profile: string, changes: readonly string[]) {
		super(
			`Not saved: the profile ${profile} was changed elsewhere since it was read here (${listed(changes)}). Check your change against that, and save it again.`,
			{ type: "none" },
		);
		this.changes = changes;
	}
}

/** The changes in one line. */
export function listed(changes: readonly string[]): string {
	const rest = changes.length - maxListed;
	return [...changes.slice(0, maxListed), ...(rest > 0 ? [`${rest} more`] : [])].join("; ");
}
