import { DirectoryError } from "../../../ports/source/directory.ts";
import { type AppRoleEntry, type EnterpriseApplication, templateRoles } from "../../../setup/application.ts";
import type { ActualJob } from "../../../setup/job.ts";
import type { SamlConfiguration } from "../../../setup/sumo-saml.ts";
import type { DesiredSetup } from "./desired-setup.ts";
import type { SetupParts } from "./setup-parts.ts";
import { StepBlocked } from "./step-blocked.ts";

/** Between two reads of something that is not replicated yet, ms, and how often. */
const replicaPauseMs = 5_000;
const replicaReads = 24;

/** What the steps of one run find and leave to the steps after them. */
export class SetupState {
	readonly parts: SetupParts;
	readonly desired: DesiredSetup;
	readonly signal: AbortSignal | undefined;
	/** Undefined: blocked. Null: to be created. */
	app: EnterpriseApplication | null | undefined;
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

	/** Reads the application until replicas have what was written. */
	async readWhen(
		app: EnterpriseApplication,
		isWritten: (read: EnterpriseApplication) => boolean,
		what: string,
	): Promise<EnterpriseApplication> {
		const { parts, signal } = this;
		for (let attempt = 1; attempt <= replicaReads; attempt++) {
			const read = await parts.applications.read(app.id, signal);
			if (isWritten(read)) return read;
			await parts.pause(attempt, replicaPauseMs, signal);
		}
		throw new DirectoryError("unavailable", `Microsoft Graph does not show ${what} that it accepted.`);
	}
}
