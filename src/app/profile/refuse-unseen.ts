import type { Profile } from "../../config/profile.ts";
import { changesBetween } from "./profile-changes.ts";
import { ProfileConflictError } from "./profile-conflict-error.ts";

/**
 * Refuses to save edits that began with another state than the present one: a console applies what others save also while its operator
 * edits, and the edits would undo it.
 *
 * @param seen the present profile, with the part that was edited as it was then
 * @throws ProfileConflictError with what has changed since
 */
export function refuseUnseen(seen: Profile, present: Profile): void {
	const { changes } = changesBetween({ saved: seen, savedSecrets: {} }, { saved: present, savedSecrets: {} });
	if (changes.length > 0) throw new ProfileConflictError(present.name, changes);
}
