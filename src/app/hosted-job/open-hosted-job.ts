import { findApplication } from "../../entra/application.ts";
import { createSynchronizationJobs } from "../../entra/applications/synchronization.ts";
import { DirectoryError } from "../../ports/source/directory.ts";
import type { JobStatus } from "../../setup/job-status.ts";
import type { ResetScope } from "../../setup/reset-scope.ts";
import { type OpenTenantOptions, openTenant } from "../tenant/open-tenant.ts";

/** Entra's own provisioning job for the application of a profile. All methods reject with `DirectoryError`. */
export interface HostedJob {
	status(signal?: AbortSignal): Promise<JobStatus>;
	/** Starts or resumes the job, unless it is running. Returns whether it was started. */
	start(signal?: AbortSignal): Promise<boolean>;
	/** The running cycle still ends. Returns whether it was running. */
	pause(signal?: AbortSignal): Promise<boolean>;
	/** Starts a new initial cycle with what `scopes` resets. */
	restart(scopes: readonly ResetScope[], signal?: AbortSignal): Promise<void>;
	close(): void;
}

/**
 * Opens the job; sends nothing yet.
 *
 * @throws UsageError, ConfigError, DirectoryError for a missing secret
 */
export async function openHostedJob(options: OpenTenantOptions): Promise<HostedJob> {
	const { inUse, client } = await openTenant(options);
	const { source, appName } = inUse.profile;
	const named = options.demo?.application ?? (source.type === "entra" ? source.application : appName);

	const locate = async (signal?: AbortSignal) => {
		const jobs = createSynchronizationJobs(client, await findApplication(client, named, signal), false);
		const job = await jobs.find(signal);
		if (job !== null)
			return { jobs, id: job.id, isRunning: job.schedule === "Active" && job.code !== "Quarantine" };
		throw new DirectoryError(
			"not-found",
			`The application "${named}" has no provisioning job. Run setup apply to create it.`,
		);
	};

	return {
		async status(signal) {
			const { jobs, id } = await locate(signal);
			return jobs.status(id, signal);
		},
		async start(signal) {
			const { jobs, id, isRunning } = await locate(signal);
			if (!isRunning) await jobs.start(id, signal);
			return !isRunning;
		},
		async pause(signal) {
			const { jobs, id } = await locate(signal);
			const { schedule } = await jobs.status(id, signal);
			if (schedule === "Active") await jobs.pause(id, signal);
			return schedule === "Active";
		},
		async restart(scopes, signal) {
			const { jobs, id } = await locate(signal);
			await jobs.restart(id, scopes, signal);
		},
		close: () => client.close(),
	};
}
