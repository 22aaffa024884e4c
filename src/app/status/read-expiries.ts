import { ConfigError } from "../../config/errors/config-error.ts";
import { UsageError } from "../../config/errors/usage-error.ts";
import { profileName } from "../../config/from-flags.ts";
import { resolveHome } from "../../config/home.ts";
import { openSettings } from "../../config/saved-profiles.ts";
import { openSecrets } from "../../config/secrets.ts";
import type { CredentialEnd } from "../../ports/source/directory.ts";
import { type ProfileChoice, resolveProfile } from "../profile/resolve-profile.ts";
import { openCredentialEnds } from "../source/credential-ends.ts";
import { secretIn } from "../source/expiring-credentials.ts";
import { certificateExpiry, type SignInExpiry } from "../source/sign-in-expiry.ts";

const unknown: KnownExpiries = { signIn: null, ends: [] };

/** What is known of the ends of a saved profile's credentials. */
export type KnownExpiries = {
	/** Of the sign-in: its certificate, or its client secret as a run last read it; null when it is not known. */
	readonly signIn: SignInExpiry | null;
	/** What runs and checks have read from Graph within the last days. */
	readonly ends: readonly CredentialEnd[];
};

/**
 * When the credentials of a saved profile expire; sends nothing.
 *
 * @param now milliseconds since 1970
 */
export async function readExpiries(
	{ flags, env }: Pick<ProfileChoice, "flags" | "env">,
	warn: (message: string) => void,
	now: number,
): Promise<KnownExpiries> {
	const home = resolveHome(flags.home, env);
	const settings = openSettings(home);
	try {
		const name = profileName(flags, env) ?? (await settings.currentName());
		const profile = name === undefined ? undefined : await settings.profile(name);
		const secrets = openSecrets(home, warn);
		const signIn =
			profile === undefined
				? await resolveProfile({ flags, env }, settings, secrets)
				: { profile, secrets: await secrets.read(profile.name) };
		const ends = (await openCredentialEnds(home).of(signIn, now))?.ends ?? [];
		return { signIn: (await certificateExpiry(signIn, now)) ?? secretIn(ends, now), ends };
	} catch (error) {
		if (error instanceof ConfigError || error instanceof UsageError) return unknown; // the status of the store does not depend on it
		throw error;
	}
}
