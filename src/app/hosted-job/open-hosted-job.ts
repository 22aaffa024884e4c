import type { HostedLog } from "../../jobs/hosted-log.ts";
import { onDemandSteps } from "../../jobs/hosted-on-demand.ts";
import type { OnDemandStep } from "../../jobs/on-demand-report.ts";
import type { NewLogEntry } from "../../ports/log/log-entry.ts";
import type { CredentialEnd } from "../../ports/source/directory.ts";
import { isOff, isOn, type JobStatus } from "../../setup/job-status.ts";
import type { ResetScope } from "../../setup/reset-scope.ts";
import type { OpenTenantOptions } from "../tenant/open-tenant.ts";
import { openHostedParts } from "./hosted-parts.ts";

/**
 * Entra's own provisioning job for the application of a profile. All methods reject with `DirectoryError`, and those that make it
 * provision with `DirectOnError` while this program provisions the same application.
 */
export interface HostedJob {
	/** The profile's name. */
	readonly profile: string;
	/** What is not known about other runs before the job provisions, as a sentence. */
	readonly notSeen: string;
	status(signal?: AbortSignal): Promise<JobStatus>;
	/** Starts or resumes the job, unless it is running. Returns whether it was started. */
	start(signal?: AbortSignal): Promise<boolean>;
	/** The running cycle still ends. Returns whether it was running. */
	pause(signal?: AbortSignal): Promise<boolean>;
	/** Starts a new initial cycle with what `scopes` resets. */
	restart(scopes: readonly ResetScope[], signal?: AbortSignal): Promise<void>;
	/** Provisions one user now, named by object id, user principal name or mail address. */
	onDemand(user: string, signal?: AbortSignal): Promise<HostedOnDemand>;
	/** Ends of credentials that the sign-in may read, at most a day old. */
	readonly credentialEnds: (signal?: AbortSignal) => Promise<readonly CredentialEnd[]>;
	/** The provisioning log that Entra keeps, with the queries of our own. */
	readonly log: HostedLog["log"];
	/** What of the log that was read is left out, as a sentence; null when nothing is. */
	readonly unreadable: () => string | null;
	close(): void;
}

/** What Entra did for one user on demand: the entry, and its steps. */
export type HostedOnDemand = {
	readonly entry: NewLogEntry;
	readonly steps: readonly OnDemandStep[];
};

/**
 * Opens the job; sends nothing yet.
 *
 * @throws UsageError, ConfigError, DirectoryError for a missing secret
 */
export async function openHostedJob(options: OpenTenantOptions): Promise<HostedJob> {
	const {
		profile,
		notSeen,
		service,
		log,
		unreadable,
		findUser,
		assertAlone,
		credentialEnds,
		onSwitched,
		close,
	} = await openHostedParts(options);
	return {
		profile,
		notSeen,
		status: service.status,
		async start(signal) {
			const status = await service.status(signal);
			if (isOn(status) && status.quarantine === null) return false;
			await assertAlone(signal);
			await service.start(signal);
			await onSwitched(status.id, true);
			return true;
		},
		async pause(signal) {
			const status = await service.status(signal);
			const wasOn = !isOff(status);
			if (wasOn) await service.pause(signal);
			// Also when it was paused elsewhere: what was known of it here is over.
			await onSwitched(status.id, false);
			return wasOn;
		},
		async restart(scopes, signal) {
			const status = await service.status(signal);
			await assertAlone(signal);
			await service.restart(scopes, signal);
			if (!isOn(status)) await onSwitched(status.id, true);
		},
		async onDemand(user, signal) {
			const { id, displayName, userName } = await findUser(user, signal);
			await assertAlone(signal);
			const entry = await service.onDemand(id, signal);
			const source = {
				id,
				displayName: entry.source?.displayName || displayName,
				userName: entry.source?.userName || userName,
			};
			const complete = { ...entry, source };
			return { entry: complete, steps: onDemandSteps(complete) };
		},
		credentialEnds,
		log: log.log,
		unreadable,
		close,
	};
}
