import { namesConnection, profileName, unnamed } from "../../config/from-flags.ts";
import { resolveHome } from "../../config/home.ts";
import { openSettings } from "../../config/saved-profiles.ts";
import type { ProfileChoice } from "./resolve-profile.ts";

/** The profile that a console should open; undefined when none is saved and none is named. */
export async function profileToOpen({
	flags,
	env,
}: Pick<ProfileChoice, "flags" | "env">): Promise<string | undefined> {
	const named = profileName(flags, env) ?? (await openSettings(resolveHome(flags.home, env)).currentName());
	return named ?? (namesConnection(flags, env) ? unnamed : undefined);
}
