import type { Profile } from "../../config/profile.ts";
import type { HostedReport } from "../status/read-hosted-status.ts";
import type { StatusReport } from "../status/status.ts";

/** A saved profile at a glance. Read from settings and store only: no request is sent, and no secret is read. */
export type ProfileSummary = {
	readonly name: string;
	/** False for one that exists only while it is open, such as a new one. */
	readonly isSaved: boolean;
	/** Whether it is opened when no other is named. */
	readonly isDefault: boolean;
	/** Undefined when it cannot be read, or has not been saved. */
	readonly profile: Profile | undefined;
	/** What its store knows; undefined when it cannot be read, or there is none. For Entra's own job, see `job`. */
	readonly status: StatusReport | undefined;
	/** Whether an older sumo-provision wrote its store, which is read again once the profile was opened or has run. */
	readonly isOlder: boolean;
	/** Why profile or store cannot be read, in a sentence; null when both can. */
	readonly problem: string | null;
};

/** What happens to links, log and setup file of a removed profile. */
export type Remains = "keep" | "remove";

/** All profiles of a home. Methods reject with `ProfilesError` and `ConfigError`, and then nothing has changed. */
export interface Profiles {
	/** All saved profiles by name, and those of the given names that have not been saved, such as the demo. */
	readonly list: (unsaved: readonly string[]) => Promise<readonly ProfileSummary[]>;
	/**
	 * Reads the state of Entra's own job for a profile in hosted mode, from Graph. Null for any other profile, and for a sign-in that a person
	 * must complete. Rejects with what Graph or the sign-in says.
	 */
	readonly job: (name: string, signal: AbortSignal) => Promise<HostedReport | null>;
	/** Saves the settings under another name, without log, links and On. `secrets`: whether to copy them too. */
	readonly copy: (name: string, copy: string, options: { readonly secrets: boolean }) => Promise<void>;
	/** Renames a profile with its secrets, links and log. It must not be open anywhere. */
	readonly rename: (name: string, to: string) => Promise<void>;
	/** Removes a profile and its secrets. It must not be open anywhere. */
	readonly remove: (name: string, remains: Remains) => Promise<void>;
}

/** A profile that cannot be copied, renamed or removed. The message can be shown as it is. */
export class ProfilesError extends Error {
	override readonly name = "ProfilesError";
}
