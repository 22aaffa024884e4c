import type { Profile } from "../config/profile.ts";
import type { Accounts } from "./accounts/accounts.ts";
import type { Connection } from "./connection/connection.ts";
import type { Deactivated } from "./deactivated/deactivated.ts";
import type { EntraSetup } from "./guided-setup/entra-setup.ts";
import type { HandOver } from "./hosted-job/hand-over.ts";
import type { JobSchema } from "./job-schema/job-schema.ts";
import type { Rules } from "./open/open-rules.ts";
import type { People } from "./people/people.ts";
import type { Permissions } from "./permissions/permissions.ts";
import type { Provisioning } from "./provisioning/provisioning.ts";
import type { ProfileSettings } from "./settings/profile-settings.ts";
import type { Setup } from "./setup/setup.ts";
import type { SignInCode } from "./source/device-sign-ins.ts";
import type { ExpiringCredential } from "./source/expiring-credentials.ts";
import type { Why } from "./why/why.ts";

/**
 * An open profile and everything that can be done with it. The screens of the console and the commands of the CLI use this and nothing
 * below it. All methods reject with an error whose `message` can be shown; no message contains a secret.
 */
export interface Session {
	/** The profile in use: what is saved, with flags and environment variables on top. */
	readonly profile: () => Profile;
	/**
	 * Called once, when the first screen is on the terminal: now begins what no screen waits for, such as cycles by the clock and the check
	 * of the sign-in.
	 */
	readonly shown: () => void;
	/** Names of all saved profiles. */
	readonly profiles: () => readonly string[];
	/** Calls back when the profile, the source or the provisioning status has changed. Returns how to stop. */
	readonly subscribe: (listener: () => void) => () => void;
	readonly connection: Connection;
	/** The code of a sign-in that waits for a person. */
	readonly signInCode: SignInCode;
	/** Secrets and certificates that expire soon. */
	readonly expiring: () => Promise<readonly ExpiringCredential[]>;
	/** What the sign-in to Entra may do. */
	readonly permissions: Permissions;
	/** What edits the mappings and the scope. */
	readonly rules: () => Promise<Rules>;
	/** Whether only users with an assignment are provisioned. */
	readonly assignedOnly: () => boolean;
	/** Changes which job provisions: this program's, or Entra's. */
	readonly handOver: HandOver;
	/** The rules of Entra's own job beside those of the profile. */
	readonly jobSchema: JobSchema;
	readonly people: People;
	readonly provisioning: Provisioning;
	readonly accounts: Accounts;
	readonly deactivated: Deactivated;
	readonly settings: ProfileSettings;
	readonly why: Why;
	readonly setup: Setup;
	/** The guide's steps in Entra and Sumo Logic. */
	readonly entraSetup: EntraSetup;
	/** Stops a running cycle after in-flight requests, releases the lease, closes the store. */
	close(): Promise<void>;
}
