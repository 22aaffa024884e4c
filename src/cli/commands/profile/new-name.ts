import { profileNameRefusal } from "../../../config/profile-name.ts";
import { UsageError } from "../../options/usage-error.ts";

/**
 * The name that a command gives to a profile.
 *
 * @throws UsageError when it cannot be one
 */
export function newNameOf(name: string): string {
	const refusal = profileNameRefusal(name);
	if (refusal !== undefined) throw new UsageError(refusal);
	return name;
}
