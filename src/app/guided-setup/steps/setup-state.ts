import { type AppRoleEntry, type EnterpriseApplication, templateRoles } from "../../../setup/application.ts";
import type { ActualJob } from "../../../setup/job.ts";
import type { SamlConfiguration } from "../../../setup/sumo-saml.ts";
import type { DesiredSetup } from "./desired-setup.ts";
import type { SetupParts } from "./setup-parts.ts";
import { StepBlocked } from "./step-blocked.ts";
import { writeUntilShown } from "./write-until-shown.ts";

/** What the steps of one run find and leave to the steps after them. */
export class SetupState {
	readonly parts: SetupParts;
	readonly desired: DesiredSetup;
	readonly signal: AbortSignal | undefined;
	/** Undefined: blocked. Null: to be created. */
	app: EnterpriseApplication | null | undefined;
	/** Whether this run has created the application. */
	isOwn = false;
	/** Whether the step for SAML in Sumo Logic replaces the certificate that signs, before it expires. */
	rollsOver = false;
	/** The app roles after the step for roles. */
	roles: readonly AppRoleEntry[] = templateRoles;
	/** Sumo Logic's; undefined while they have not been read. */
	configurations: readonly SamlConfiguration[] | undefined;
	/** Undefined: blocked. Null: to be created. */
	job: ActualJob | null | undefined;
	/** Whether this run has assigned users, which Entra's job may see later. */
	justAssigned = false;
	/** Ids of the groups that are to be assigned. */
	groups: ReadonlySet<string> = new Set();
	/** What the step for the job changes that matters for the start. */
	changed = { credentialsWork: false, needsRestart: false };

	constructor(parts: SetupParts, desired: DesiredSetup, signal: AbortSignal | undefined) {
		this.parts = parts;
		this.desired = desired;
		this.signal = signal;
	}

	/** The application. Throws `StepBlocked` when there is none. */
	existing(): EnterpriseApplication {
		if (!this.app) throw new StepBlocked("The application does not exist: complete the step app first.");
		return this.app;
	}

	/** Writes something to the application until it is shown: see `writeUntilShown`. */
	async writeUntilShown(
		write: (app: EnterpriseApplication) => Promise<void>,
		isWritten: (read: EnterpriseApplication) => boolean,
		what: string,
	): Promise<void> {
		const { parts, signal } = this;
		const app = this.existing();
		this.app = await writeUntilShown({
			write: () => write(app),
			read: () => parts.applications.read(app.id, signal),
			isWritten,
			pause: (look, ms) => parts.pause(look, ms, signal),
			what,
		});
	}
}
