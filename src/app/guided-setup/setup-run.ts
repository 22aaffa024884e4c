import { DirectoryError } from "../../ports/source/directory.ts";
import { ScimError } from "../../scim/errors.ts";
import {
	type AppRoleEntry,
	type EnterpriseApplication,
	planApplication,
	templateRoles,
} from "../../setup/application.ts";
import {
	type DesiredAssignment,
	groupsToAssign,
	isLicenseRefusal,
	missingGroupLicense,
	planAssignments,
} from "../../setup/assignments.ts";
import { type ActualJob, type JobChange, planJob } from "../../setup/job.ts";
import { defaultResetScopes } from "../../setup/reset-scope.ts";
import { type DesiredRoles, planRoles } from "../../setup/roles.ts";
import { certificateInUse, planSaml, type SamlChange, withoutSaml } from "../../setup/saml.ts";
import { suggestedValue } from "../../setup/setup-file.ts";
import { planStart, type StartChange } from "../../setup/start.ts";
import { asItShouldBe, blocked, type Planned, type StepId } from "../../setup/step.ts";
import {
	cannotBeChecked,
	configurationFor,
	planSumoSaml,
	type SamlConfiguration,
	type SumoSamlChange,
} from "../../setup/sumo-saml.ts";
import type { DesiredSetup } from "./desired-setup.ts";
import { type FirstUserChange, planFirstUser, provisionFirstUser } from "./first-user.ts";
import type { SetupParts } from "./setup-parts.ts";
import { StepBlocked } from "./step-blocked.ts";

/** Between two reads of something that is not replicated yet, ms, and how often. */
const replicaPauseMs = 5_000;
const replicaReads = 24;

/** What the last step does: starts the job, and provisions one user. */
type StartAndProve = {
	readonly start: StartChange | undefined;
	readonly firstUser: FirstUserChange | undefined;
	/** What was found about the user when none is provisioned, one sentence each. */
	readonly notes: readonly string[];
};

/** The state of one run, from step to step. */
export class SetupRun {
	readonly #parts: SetupParts;
	readonly #desired: DesiredSetup;
	readonly #signal: AbortSignal | undefined;
	/** Undefined: blocked. Null: to be created. */
	#app: EnterpriseApplication | null | undefined;
	/** The app roles after the step for roles. */
	#roles: readonly AppRoleEntry[] = templateRoles;
	#configurations: readonly SamlConfiguration[] | undefined;
	#job: ActualJob | null | undefined;
	#justAssigned = false;
	/** Ids of the groups that are to be assigned. */
	#groups: ReadonlySet<string> = new Set();
	#changed = { credentialsWork: false, needsRestart: false };

	constructor(parts: SetupParts, desired: DesiredSetup, signal: AbortSignal | undefined) {
		this.#parts = parts;
		this.#desired = desired;
		this.#signal = signal;
	}

	async planApp() {
		const { app } = this.#desired;
		const found = await this.#parts.applications.find(app, this.#signal);
		const planned = planApplication(found, app);
		if (planned.action !== "blocked") this.#app = found;
		return planned;
	}

	async changeApp(
		change: { readonly type: "create" } | { readonly type: "tag"; readonly tags: readonly string[] },
	) {
		const { applications } = this.#parts;
		const { app } = this.#desired;
		if (change.type === "create") this.#app = await applications.create(app, this.#signal);
		const made = this.#existing();
		const tags =
			change.type === "tag" ? change.tags : [...made.tags, ...(app.tag === undefined ? [] : [app.tag])];
		await applications.patchApplication(made, { tags }, this.#signal);
		this.#app = { ...made, tags };
	}

	async planSaml(): Promise<Planned<SamlChange>> {
		const { saml } = this.#desired;
		if (saml === null) return asItShouldBe("The file leaves single sign-on as it is.");
		if (this.#app === undefined) return waiting("app");
		const configuration = this.#app === null ? undefined : await this.#configurationOf(this.#app);
		const replyUrl = saml.replyUrl ?? (configuration?.assertionConsumerUrl || undefined);
		return planSaml(this.#app ?? withoutSaml, { ...saml, replyUrl }, this.#parts.now());
	}

	async changeSaml({ mode, identifiers, replyUrls, certificate, notificationEmails }: SamlChange) {
		const { applications } = this.#parts;
		const signal = this.#signal;
		const app = this.#existing();
		const settings = {
			...(mode ? { preferredSingleSignOnMode: mode } : {}),
			...(notificationEmails ? { notificationEmailAddresses: notificationEmails } : {}),
		};
		if (Object.keys(settings).length > 0) await applications.patchServicePrincipal(app, settings, signal);
		const addresses = {
			...(identifiers ? { identifierUris: identifiers } : {}),
			...(replyUrls ? { web: { redirectUris: replyUrls } } : {}),
		};
		if (Object.keys(addresses).length > 0) await applications.patchApplication(app, addresses, signal);
		if (certificate) {
			const thumbprint =
				certificate === "new" ? await applications.addCertificate(app, signal) : certificate.use;
			const inUse = { preferredTokenSigningKeyThumbprint: thumbprint };
			await applications.patchServicePrincipal(app, inUse, signal);
		}
		const { now } = this.#parts;
		const isWritten = (read: EnterpriseApplication) =>
			read.singleSignOnMode === "saml" &&
			certificateInUse(read, now()) !== undefined &&
			(replyUrls === undefined || read.replyUrls[0] === replyUrls[0]);
		this.#app = await this.#readWhen(app, isWritten, "the SAML settings");
	}

	async planSumoSaml(): Promise<Planned<SumoSamlChange>> {
		const { saml } = this.#desired;
		if (saml === null) return asItShouldBe("The file leaves single sign-on as it is.");
		if (!saml.sumo) return asItShouldBe("The file leaves Sumo Logic's SAML configuration as it is.");
		if (this.#app === undefined) return waiting("app");
		if (this.#parts.sumo.saml === null) return asItShouldBe("This SCIM server has no SAML configurations.");
		const all = await this.#listConfigurations();
		if (typeof all === "string") return cannotBeChecked(all);
		return planSumoSaml(
			configurationFor(all, saml.configuration, issuerOf(this.#app)),
			saml.configuration,
			this.#identityProvider(),
		);
	}

	async changeSumoSaml(change: SumoSamlChange) {
		const { sumo, applications } = this.#parts;
		const { saml } = this.#desired;
		const app = this.#existing();
		const { issuer, certificate } = this.#identityProvider();
		if (sumo.saml === null || saml === null || issuer === undefined || certificate === undefined)
			throw new StepBlocked("The application has no signing certificate yet: complete the step saml first.");
		const fields = { configurationName: saml.configuration, issuer, x509cert1: certificate };
		const configuration =
			change.type === "create"
				? await sumo.saml.create(fields, this.#signal)
				: await sumo.saml.update(
						change.id,
						{ ...fields, ...this.#keptName(change.id), x509cert2: change.x509cert2 },
						this.#signal,
					);
		const reply = configuration.assertionConsumerUrl;
		if (saml.replyUrl !== undefined || reply === "" || app.replyUrls[0] === reply) return;
		const others = app.replyUrls.filter((url) => url !== reply && url !== saml.identifier);
		await applications.patchApplication(app, { web: { redirectUris: [reply, ...others] } }, this.#signal);
		this.#app = await this.#readWhen(app, ({ replyUrls }) => replyUrls[0] === reply, "the reply URL");
	}

	async planRoles() {
		if (this.#app === undefined) return waiting("app");
		const names = await this.#sumoRoles();
		const desired = this.#desiredRoles(names);
		if (desired === undefined)
			return blocked(
				"The roles of Sumo Logic cannot be read: list them in the file under roles, or use an access key with the capability View Users and Roles.",
			);
		const current = this.#app?.roles ?? templateRoles;
		const assigned =
			this.#app && this.#desired.removeOtherRoles
				? new Set(
						(await this.#parts.assignments.list(this.#app, this.#signal)).map(({ appRoleId }) => appRoleId),
					)
				: new Set<string>();
		const planned = planRoles(current, desired, assigned, names, this.#parts.newId);
		this.#roles = planned.change?.passes.at(-1) ?? current;
		return planned;
	}

	async changeRoles(passes: readonly (readonly AppRoleEntry[])[]) {
		for (const roles of passes) {
			const app = this.#existing();
			await this.#parts.applications.patchApplication(app, { appRoles: roles }, this.#signal);
			const isWritten = (read: EnterpriseApplication) =>
				read.roles.length === roles.length &&
				roles.every((role) =>
					read.roles.some(
						({ id, value, isEnabled }) =>
							id === role.id && value === role.value && isEnabled === role.isEnabled,
					),
				);
			this.#app = await this.#readWhen(app, isWritten, "the app roles");
		}
	}

	async planAssignments() {
		if (this.#app === undefined) return waiting("app");
		const { assignments } = this.#parts;
		const names = this.#desired.assignments;
		const found = names.length === 0 ? [] : await assignments.find(names, this.#signal);
		const desired = names.map(
			(one, at): DesiredAssignment => ({ ...one, principal: found[at] ?? { type: "missing" } }),
		);
		const current =
			this.#app === null || names.length === 0 ? [] : await assignments.list(this.#app, this.#signal);
		const planned = planAssignments(current, desired, this.#roles);
		if (planned.change === undefined) return planned;
		this.#groups = groupsToAssign(desired, planned.change);
		if (this.#groups.size === 0 || (await assignments.hasGroupLicense(this.#signal)) !== false)
			return planned;
		return { ...planned, details: [...planned.details, missingGroupLicense] };
	}

	async changeAssignments(
		add: readonly { readonly principalId: string; readonly appRoleId: string }[],
		remove: readonly string[],
	) {
		const app = this.#existing();
		this.#justAssigned = add.length > 0;
		for (const { principalId, appRoleId } of add)
			try {
				await this.#parts.assignments.assign(app, principalId, appRoleId, this.#signal);
			} catch (error) {
				const isUnlicensed =
					this.#groups.has(principalId) && error instanceof DirectoryError && isLicenseRefusal(error.message);
				if (isUnlicensed)
					throw new StepBlocked(
						`Entra refused to assign the group ${principalId}. ${missingGroupLicense} ${error.message}`,
					);
				throw error;
			}
		for (const id of remove) await this.#parts.assignments.unassign(app, id, this.#signal);
	}

	async planJob(): Promise<Planned<JobChange>> {
		const { mappings, scope, job } = this.#desired;
		if (job === null) return asItShouldBe("The file leaves Entra's provisioning job as it is.");
		if (this.#app === undefined) return waiting("app");
		const actual = this.#app === null ? null : await this.#readJob(this.#app);
		const planned = planJob(actual, {
			baseAddress: this.#parts.sumo.tenantUrl,
			mappings,
			scope,
			notificationEmail: job.notificationEmail,
			deletionThreshold: job.deletionThreshold,
		});
		this.#job = actual;
		this.#changed = {
			credentialsWork: planned.change?.secrets !== undefined || actual?.credentials === "valid",
			needsRestart: planned.change?.needsRestart ?? false,
		};
		return planned;
	}

	async changeJob({ create, secrets, schema, needsRestart }: JobChange) {
		const signal = this.#signal;
		const { sumo, backUp } = this.#parts;
		const jobs = this.#parts.jobs(this.#existing());
		const job = create ? await jobs.create(signal) : this.#job?.job;
		if (job === undefined) throw new StepBlocked("The provisioning job is gone: run the command again.");
		if (secrets) {
			const { BaseAddress = "" } = secrets;
			const refused = await jobs.validate(job.id, { BaseAddress, SecretToken: sumo.secretToken }, signal);
			if (refused !== null) {
				this.#job = undefined;
				throw new StepBlocked(`Entra could not use the credentials, and nothing was saved. ${refused}`);
			}
			// A run that ends before the restart leaves a paused job, which the next run restarts.
			const pauses =
				needsRestart && this.#desired.job?.start === true && this.#job?.job.schedule === "Active";
			if (pauses) await jobs.pause(job.id, signal);
			const kept = [...(this.#job?.secrets ?? [])].filter(([, value]) => value !== "*");
			await jobs.saveSecrets(
				{ ...Object.fromEntries(kept), ...secrets, SecretToken: sumo.secretToken },
				signal,
			);
		}
		if (schema) {
			const own = await jobs.schema(job.id, signal);
			await backUp(job.id, own);
			await jobs.saveSchema(job.id, schema(own), signal);
		}
		this.#job = await this.#readJob(this.#existing());
	}

	/** Plans the start of the job, and one user on demand to prove that it works. */
	async planStart(): Promise<Planned<StartAndProve>> {
		if (this.#desired.job === null) return asItShouldBe("The file leaves Entra's provisioning job as it is.");
		const { start, firstUser } = this.#desired.job;
		if (this.#app === undefined) return waiting("app");
		if (this.#job === undefined) return waiting("job");
		const planned = planStart(this.#job?.job ?? null, start, this.#changed);
		const proves = start && firstUser !== false && planned.action !== "blocked";
		const proof = proves
			? await planFirstUser(this.#parts, firstUser, this.#app, this.#signal)
			: nothingToProve;
		if ((planned.change ?? proof.change) !== undefined && this.#app !== null) {
			const problem = await this.#parts.startProblem(this.#app);
			if (problem !== null) return blocked(problem);
		}
		if (proof.action === "blocked") return blocked(...planned.details, ...proof.details);
		const action = planned.action === "none" && proof.change !== undefined ? "update" : planned.action;
		const details = [...planned.details, ...proof.details];
		if (planned.change === undefined && proof.change === undefined) return { action, details };
		return {
			action,
			details,
			change: { start: planned.change, firstUser: proof.change, notes: proof.details },
		};
	}

	/** Returns what was done, one sentence each. */
	async changeStart({ start, firstUser, notes }: StartAndProve): Promise<readonly string[]> {
		const jobs = this.#parts.jobs(this.#existing());
		const { id } = this.#job?.job ?? {};
		if (id === undefined)
			throw new StepBlocked("The provisioning job to start does not exist: complete the step job first.");
		if (start === "start") await jobs.start(id, this.#signal);
		if (start === "restart") await jobs.restart(id, defaultResetScopes, this.#signal);
		if (start !== undefined) await this.#parts.started(id);
		const started = start === undefined ? "The job is running." : `The job was ${start}ed.`;
		if (firstUser === undefined) return [started, ...notes];
		const named = this.#desired.job?.firstUser;
		const done = await provisionFirstUser(this.#parts, firstUser, {
			named: named === false ? undefined : named,
			app: this.#existing(),
			justAssigned: this.#justAssigned,
			signal: this.#signal,
		});
		return [started, done];
	}

	#existing(): EnterpriseApplication {
		if (!this.#app) throw new StepBlocked("The application does not exist: complete the step app first.");
		return this.#app;
	}

	/** Reads the application until replicas have what was written. */
	async #readWhen(
		app: EnterpriseApplication,
		isWritten: (read: EnterpriseApplication) => boolean,
		what: string,
	): Promise<EnterpriseApplication> {
		for (let attempt = 1; attempt <= replicaReads; attempt++) {
			const read = await this.#parts.applications.read(app.id, this.#signal);
			if (isWritten(read)) return read;
			await this.#parts.pause(attempt, replicaPauseMs, this.#signal);
		}
		throw new DirectoryError("unavailable", `Microsoft Graph does not show ${what} that it accepted.`);
	}

	/** Sumo Logic's SAML configurations, or why they cannot be seen. */
	async #listConfigurations(): Promise<readonly SamlConfiguration[] | string> {
		try {
			this.#configurations ??= (await this.#parts.sumo.saml?.list(this.#signal)) ?? [];
			return this.#configurations;
		} catch (error) {
			if (!isForbidden(error)) throw error;
			return "the access key does not have the capability Manage SAML.";
		}
	}

	async #configurationOf(app: EnterpriseApplication): Promise<SamlConfiguration | undefined> {
		const { saml } = this.#desired;
		if (saml === null || !saml.sumo || this.#parts.sumo.saml === null) return undefined;
		const all = await this.#listConfigurations();
		return typeof all === "string" ? undefined : configurationFor(all, saml.configuration, issuerOf(app));
	}

	/** The name of an existing configuration stays. */
	#keptName(id: string): { readonly configurationName?: string } {
		const found = this.#configurations?.find((one) => one.id === id);
		return found === undefined ? {} : { configurationName: found.configurationName };
	}

	#identityProvider() {
		const app = this.#app ?? undefined;
		const certificate = app && certificateInUse(app, this.#parts.now())?.certificate;
		return { issuer: issuerOf(app ?? null), certificate };
	}

	/** Null when they cannot be seen. */
	async #sumoRoles(): Promise<ReadonlySet<string> | null> {
		try {
			return await this.#parts.sumo.roleNames(this.#signal);
		} catch (error) {
			if (isForbidden(error)) return null;
			throw error;
		}
	}

	#desiredRoles(names: ReadonlySet<string> | null): DesiredRoles | undefined {
		const { roles, removeOtherRoles: removeOthers } = this.#desired;
		if (roles !== "all") return { roles, removeOthers, notes: [] };
		if (names === null) return undefined;
		const all = [...names].sort();
		const spaced = all.filter((name) => /\s/.test(name) || name.startsWith("."));
		return {
			roles: all.filter((name) => !spaced.includes(name)).map((value) => ({ value })),
			removeOthers,
			notes: spaced.map(
				(name) =>
					`The role "${name}" can't be the value of an app role because of a space or period. List it under roles as {value: ${suggestedValue(name)}, sumoRole: ${name}}.`,
			),
		};
	}

	async #readJob(app: EnterpriseApplication): Promise<ActualJob | null> {
		const jobs = this.#parts.jobs(app);
		const signal = this.#signal;
		const job = await jobs.find(signal);
		if (job === null) return null;
		const [secrets, schema] = [await jobs.secrets(signal), await jobs.schema(job.id, signal)];
		const isSaved = secrets.has("SecretToken") && secrets.has("BaseAddress");
		const refused = isSaved ? await jobs.validate(job.id, "saved", signal) : null;
		return {
			job,
			secrets,
			schema,
			credentials: !isSaved ? "missing" : refused === null ? "valid" : "refused",
		};
	}
}

const nothingToProve: Planned<FirstUserChange> = { action: "none", details: [] };

function waiting(step: StepId): Planned<never> {
	return blocked(`Complete the step ${step} first.`);
}

/** The issuer of a tenant's tokens; undefined while the tenant's id is not known. */
function issuerOf(app: EnterpriseApplication | null): string | undefined {
	return app === null || app.tenantId === "" ? undefined : `https://sts.windows.net/${app.tenantId}/`;
}

function isForbidden(error: unknown): boolean {
	return error instanceof ScimError && (error.code === "forbidden" || error.code === "unauthorized");
}
