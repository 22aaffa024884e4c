import { absolutePath } from "../../config/paths/expand-home.ts";
import type { Profile } from "../../config/profile.ts";
import { keyringName } from "../../text/keyring-name.ts";

/**
 * A profile that flags and variables made, as it is saved: its files are named from the root, so that a schedule that starts in another
 * folder reads the same ones.
 */
export function withAbsolutePaths(profile: Profile): Profile {
	const { source } = profile;
	if (source.type === "file") return { ...profile, source: { ...source, path: absolutePath(source.path) } };
	if (
		source.type !== "entra" ||
		source.certificate === undefined ||
		keyringName(source.certificate) !== undefined
	)
		return profile;
	return { ...profile, source: { ...source, certificate: absolutePath(source.certificate) } };
}
