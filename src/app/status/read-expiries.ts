import { ConfigError } from "../../config/errors/config-error.ts";
import { profileName } from "../../config/from-flags.ts";
import { resolveHome } from "../../config/home.ts";
import { openSettings } from "../../config/saved-profiles.ts";
import { openSecrets } from "../../config/secrets.ts";
import type { ProfileChoice } from "../profile/resolve-profile.ts";
import { certificateExpiry, type SignInExpiry } from "../source/sign-in-expiry.ts";

/**
 * When the certificate of a saved profile's sign-in expires; sends nothing. Null where there is none, or it cannot be read.
 *
 * @param now milliseconds since 1970
 */
export async function readSignInExpiry(
	{ flags, env }: Pick<ProfileChoice, "flags" | "env">,
	warn: (message: string) => void,
	now: number,
): Promise<SignInExpiry | null> {
	const home = resolveHome(flags.home, env);
	const settings = openSettings(home);
	try {
		const name = profileName(flags, env) ?? (await settings.currentName());
		const profile = name === undefined ? undefined : await settings.profile(name);
		if (profile === undefined) return null;
		return await certificateExpiry(
			{ profile, secrets: await openSecrets(home, warn).read(profile.name) },
			now,
		);
	} catch (error) {
		if (error instanceof ConfigError) return null; // the status of the store does not depend on it
		throw error;
	}
}
