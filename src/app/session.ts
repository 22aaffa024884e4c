import type { Profile } from "../config/profile.ts";
import type { Accounts } from "./accounts/accounts.ts";
import type { Connection } from "./connection/connection.ts";
import type { Deactivated } from "./deactivated/deactivated.ts";
import type { Mapping } from "./mapping/mapping.ts";
import type { People } from "./people/people.ts";
import type { Provisioning } from "./provisioning/provisioning.ts";
import type { Scoping } from "./scope/scope.ts";
import type { ProfileSettings } from "./settings/profile-settings.ts";
import type { Setup } from "./setup/setup.ts";
import type { Why } from "./why/why.ts";

/**
 * An opened profile and everything one can do with it. The console's screens and the CLI's commands call this and nothing below it.
 * All methods reject with an error whose `message` is fit for people; none of them ever holds a secret.
 */
export interface Session {
	/** The profile as it is saved now. */
	readonly profile: () => Profile;
	/** Names of all saved profiles. */
	readonly profiles: () => readonly string[];
	/** Calls back when the profile, the source or the provisioning state changed. Returns how to stop. */
	readonly subscribe: (listener: () => void) => () => void;
	readonly connection: Connection;
	readonly mapping: Mapping;
	readonly scope: Scoping;
	readonly people: People;
	readonly provisioning: Provisioning;
	readonly accounts: Accounts;
	readonly deactivated: Deactivated;
	readonly settings: ProfileSettings;
	readonly why: Why;
	readonly setup: Setup;
	/** Stops a running cycle after the requests under way, releases the lease, closes the store. */
	close(): Promise<void>;
}
