import type { SynchronizationJobs } from "../../../entra/synchronization/synchronization-jobs.ts";
import { type ActualJob, type JobChange, type JobState, planJob } from "../../../setup/job.ts";
import { asItShouldBe, type Planned } from "../../../setup/step.ts";
import type { SetupState } from "./setup-state.ts";
import { type SetupStep, waiting } from "./setup-step.ts";
import { StepBlocked } from "./step-blocked.ts";

/** Entra's provisioning job: credentials, mappings and scope. */
export const jobStep: SetupStep<JobChange> = { id: "job", plan, carryOut };

async function plan(state: SetupState): Promise<Planned<JobChange>> {
	const { mappings, scope, job } = state.desired;
	if (job === null) return asItShouldBe("The file leaves Entra's provisioning job as it is.");
	if (state.app === undefined) return waiting("app");
	const actual =
		state.app === null ? null : await readJob(await state.parts.jobsToRead(state.app), state.signal);
	const { credentialBytes: maxBytes, sumo } = state.parts;
	const planned = planJob(actual, {
		baseAddress: sumo.tenantUrl,
		room: maxBytes === undefined ? undefined : { maxBytes, tokenBytes: Buffer.byteLength(sumo.secretToken) },
		mappings,
		scope,
		notificationEmail: job.notificationEmail,
		deletionThreshold: job.deletionThreshold,
		keepsGroups: job.groups,
		mapsUsers: job.users,
	});
	state.job = actual;
	state.changed = {
		credentialsWork: planned.change?.secrets !== undefined || actual?.credentials === "valid",
		needsRestart: planned.change?.needsRestart ?? false,
	};
	return planned;
}

async function carryOut(state: SetupState, { create, secrets, schema, needsRestart }: JobChange) {
	const signal = state.signal;
	const { sumo, backUp } = state.parts;
	const jobs = state.parts.jobs(state.existing());
	const job = create ? await jobs.create(signal) : state.job?.job;
	if (job === undefined) throw new StepBlocked("The provisioning job is gone: run the command again.");
	if (secrets) {
		const { BaseAddress = "" } = secrets;
		const refused = await jobs.validate(job.id, { BaseAddress, SecretToken: sumo.secretToken }, signal);
		if (refused !== null) {
			state.job = undefined;
			throw new StepBlocked(`Entra could not use the credentials, and nothing was saved. ${refused}`);
		}
		// A run that ends before the restart leaves a paused job, which the next run restarts.
		const pauses = needsRestart && state.desired.job?.start === true && state.job?.job.schedule === "Active";
		if (pauses) await jobs.pause(job.id, signal);
		const kept = [...(state.job?.secrets ?? [])].filter(([, value]) => value !== "*");
		await jobs.saveSecrets(
			{ ...Object.fromEntries(kept), ...secrets, SecretToken: sumo.secretToken },
			signal,
		);
	}
	if (schema) {
		const own = create
			? await jobs.schema(job.id, signal)
			: (state.job?.schema ?? (await jobs.schema(job.id, signal)));
		await backUp(job.id, own);
		await jobs.replaceSchema(job.id, own, schema(own), signal);
	}
	state.job = await readJob(jobs, signal, create ? job : null);
}

/** @param made the job that was created just now, which lists may lack */
async function readJob(
	jobs: SynchronizationJobs,
	signal: AbortSignal | undefined,
	made: JobState | null = null,
): Promise<ActualJob | null> {
	const job = (await jobs.find(signal)) ?? made;
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
