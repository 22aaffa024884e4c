import { openStarts } from "../../config/starts.ts";
import { describeApplication, type FoundApplication } from "../../entra/application.ts";
import { findUser } from "../../entra/find-user.ts";
import { createHostedService } from "../../entra/synchronization/hosted-service.ts";
import { createHostedLog, type HostedLog } from "../../jobs/hosted-log.ts";
import { onDemandSteps } from "../../jobs/hosted-on-demand.ts";
import type { OnDemandStep } from "../../jobs/on-demand-report.ts";
import type { NewLogEntry } from "../../ports/log/log-entry.ts";
import { isOn, type JobStatus } from "../../setup/job-status.ts";
import type { ResetScope } from "../../setup/reset-scope.ts";
import { operatorName } from "../process/operator.ts";
import { systemClock } from "../process/system-clock.ts";
import { type OpenTenantOptions, openTenant } from "../tenant/open-tenant.ts";
import { assertDirectOff } from "./assert-direct-off.ts";
import { hostedKey } from "./assert-job-off.ts";

/**
 * Entra's own provisioning job for the application of a profile. All methods reject with `DirectoryError`, and those that make it
 * provision with `DirectOnError` while this program provisions the same application.
 */
export interface HostedJob {
	/** The profile's name. */
	readonly profile: string;
	status(signal?: AbortSignal): Promise<JobStatus>;
	/** Starts or resumes the job, unless it is running. Returns whether it was started. */
	start(signal?: AbortSignal): Promise<boolean>;
	/** The running cycle still ends. Returns whether it was running. */
	pause(signal?: AbortSignal): Promise<boolean>;
	/** Starts a new initial cycle with what `scopes` resets. */
	restart(scopes: readonly ResetScope[], signal?: AbortSignal): Promise<void>;
	/** Provisions one user now, named by object id, user principal name or mail address. */
	onDemand(user: string, signal?: AbortSignal): Promise<HostedOnDemand>;
	/** The provisioning log that Entra keeps, with the queries of our own. */
	readonly log: HostedLog["log"];
	close(): void;
}

/** What Entra did for one user on demand: the entry, and its steps. */
export type HostedOnDemand = {
	readonly entry: NewLogEntry;
	readonly steps: readonly OnDemandStep[];
};

/** Milliseconds between two reads of new log entries. */
const logPace = 10_000;

/**
 * Opens the job; sends nothing yet.
 *
 * @throws UsageError, ConfigError, DirectoryError for a missing secret
 */
export async function openHostedJob(options: OpenTenantOptions): Promise<HostedJob> {
	const { inUse, home, client, now } = await openTenant(options);
	const { source, appName, name } = inUse.profile;
	const named = options.demo?.application ?? (source.type === "entra" ? source.application : appName);
	const clock = options.clock ?? systemClock;
	const starts = openStarts(home);
	let found: FoundApplication | undefined;
	const application = async (signal?: AbortSignal) => {
		found ??= await describeApplication(client, named, signal);
		return found;
	};
	const service = createHostedService({
		client,
		application: async (signal) => (await application(signal)).id,
		clock,
	});
	const tenantId = source.type === "entra" ? source.tenantId : "";
	const assertAlone = async (signal?: AbortSignal) =>
		assertDirectOff({
			...{ home, starts, tenantId, application: await application(signal) },
			...{ isDemo: options.demo !== undefined, warn: options.warn },
		});
	const recordStart = (id: string) => starts.record(hostedKey(id), { by: operatorName(), at: now() });
	const ended = new AbortController();
	const read = (range: Parameters<typeof service.log>[0]) => service.log(range, ended.signal);

	return {
		profile: name,
		status: service.status,
		async start(signal) {
			const status = await service.status(signal);
			const isRunning = isOn(status) && status.quarantine === null;
			if (isRunning) return false;
			await assertAlone(signal);
			await service.start(signal);
			await recordStart(status.id);
			return true;
		},
		async pause(signal) {
			const status = await service.status(signal);
			if (!isOn(status)) return false;
			await service.pause(signal);
			await starts.forget(hostedKey(status.id));
			return true;
		},
		async restart(scopes, signal) {
			const status = await service.status(signal);
			await assertAlone(signal);
			await service.restart(scopes, signal);
			if (!isOn(status)) await recordStart(status.id);
		},
		async onDemand(user, signal) {
			const { id, displayName, userName } = await findUser(client, user, signal);
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
		log: createHostedLog({ read, now, paceMs: logPace }).log,
		close() {
			ended.abort(new Error("Entra's log was closed."));
			client.close();
		},
	};
}
