import type { HostedService } from "../ports/hosted-service.ts";
import { type JobStatus as EntraStatus, isOn, nextRunOf } from "../setup/job-status.ts";
import { defaultResetScopes, type ResetScope } from "../setup/reset-scope.ts";
import { errorMessage } from "../text/error-message.ts";
import type { HostedLog } from "./hosted-log.ts";
import { type HostedMatters, heldDeletions, holdsDeletions, readHostedMatters } from "./hosted-matters.ts";
import { onDemandSteps } from "./hosted-on-demand.ts";
import type { JobStatus } from "./job-status.ts";
import type { PlanOptions, PlanReport } from "./plan-report.ts";
import type { ProvisioningJob } from "./provisioning-job.ts";

export type HostedJobOptions = {
	readonly service: Pick<HostedService, "status" | "start" | "pause" | "restart" | "onDemand">;
	readonly log: HostedLog;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** Milliseconds between two reads of the status. */
	readonly paceMs: number;
	/** Awaited before the job is made to provision. Rejects when this program provisions the same application. */
	readonly assertAlone: () => Promise<void>;
	/** Awaited after the job was started or paused here. */
	readonly onSwitched: (jobId: string, enabled: boolean) => Promise<void>;
	/** Predicts the next cycle, which Entra itself does not. */
	readonly plan: (options?: PlanOptions) => Promise<PlanReport>;
};

/** Before the job is read. */
const unknownMatters: HostedMatters = { openMatters: [], staged: 0, logProblem: null };

/**
 * Entra's own job as a job of this program. Its status is read again after a while and after each command; one that cannot be read is a
 * status too, with the reason.
 */
export function createHostedJob({
	service,
	log,
	now,
	paceMs,
	assertAlone,
	onSwitched,
	plan,
}: HostedJobOptions): ProvisioningJob {
	let job: EntraStatus | null = null;
	let problem: string | null = null;
	let matters = unknownMatters;
	let readAt = Number.NEGATIVE_INFINITY;
	let reading: Promise<void> | undefined;

	const read = async () => {
		try {
			job = await service.status();
			problem = null;
			matters = await readHostedMatters(job, log.log, now());
		} catch (error) {
			problem = errorMessage(error);
		}
		readAt = now();
		reading = undefined;
	};
	const current = async (): Promise<EntraStatus | null> => {
		if (now() - readAt >= paceMs) {
			reading ??= read();
			await reading;
		}
		return job;
	};
	const changing = async (work: () => Promise<void>) => {
		try {
			await work();
		} finally {
			readAt = Number.NEGATIVE_INFINITY;
		}
	};
	const provisioning = (work: () => Promise<void>) =>
		changing(async () => {
			await assertAlone();
			await work();
			const { id } = (await current()) ?? {};
			if (id !== undefined) await onSwitched(id, true);
		});
	const reset = (scopes: readonly ResetScope[]) => provisioning(() => service.restart(scopes));

	return {
		capabilities: {
			runNow: {
				missing: "Entra runs the cycles of its job by its own clock. Restart the job to have one soon.",
			},
			stop: {
				missing: "Entra cannot stop a running cycle. Pause the job: the running cycle is its last one.",
			},
			plan: { perform: plan },
			heldBack: {
				perform: async () => {
					const status = await current();
					return status === null ? [] : heldDeletions(status, log.log);
				},
			},
			rejectDeletions: {
				missing: "Entra holds deletions back until they are allowed, so there is no permission to withdraw.",
			},
			failed: { missing: "Entra does not list failed users. Its log has their failures." },
			retryNow: {
				missing: "Entra retries failed users by itself. Restart the job to retry all of them now.",
			},
			preview: { missing: "Entra cannot preview a user on demand: it provisions at once." },
			reset: { perform: reset },
		},
		status: async () => statusOf(await current(), problem, matters),
		newestEntry: async () => (await log.log({ order: "descending", limit: 1 }))[0],
		setEnabled: (enabled) =>
			enabled
				? provisioning(() => service.start())
				: changing(async () => {
						await service.pause();
						if (job !== null) await onSwitched(job.id, false);
					}),
		restart: (scope) => reset(scope === "full" ? [...defaultResetScopes, "links"] : defaultResetScopes),
		async onDemand(userId, { signal }) {
			await assertAlone();
			const entry = await service.onDemand(userId, signal);
			return { steps: onDemandSteps(entry), action: null, entry: { ...entry, sequence: 0 } };
		},
		async allowDeletions() {
			const status = await current();
			if (status === null || !holdsDeletions(status)) throw new Error("No deletions are held back.");
			await reset([...defaultResetScopes, "deletions"]);
		},
		log: log.log,
		countLog: log.countLog,
	};
}

/** A job that could not be read at all counts as Off, with the problem. */
function statusOf(
	job: EntraStatus | null,
	problem: string | null,
	{ openMatters, staged, logProblem }: HostedMatters,
): JobStatus {
	const matter = openMatters.find(({ kind }) => kind === "quarantine");
	return {
		enabled: job !== null && isOn(job),
		lastCycle: null,
		nextRun: job === null ? null : nextRunOf(job),
		quarantine: matter === undefined ? null : { since: matter.since, reason: matter.reason },
		otherRunner: null,
		staged,
		openMatters,
		hosted: { job, problem, logProblem },
	};
}
