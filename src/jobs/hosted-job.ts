import type { ErrorCode } from "../ports/errors/error-code.ts";
import type { HostedService } from "../ports/hosted-service.ts";
import type { LogEntry } from "../ports/log/log-entry.ts";
import type { OpenMatter } from "../ports/open-matter.ts";
import { type JobStatus as EntraStatus, isOn, nextRunOf, quarantineAdvice } from "../setup/job-status.ts";
import { defaultResetScopes, type ResetScope } from "../setup/reset-scope.ts";
import { errorMessage } from "../text/error-message.ts";
import type { HostedLog } from "./hosted-log.ts";
import { onDemandSteps } from "./hosted-on-demand.ts";
import type { JobStatus } from "./job-status.ts";
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
};

/** The reason of a quarantine after deletions beyond the threshold. */
const tooManyDeletes = "TooManyDeletes";

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
}: HostedJobOptions): ProvisioningJob {
	let job: EntraStatus | null = null;
	let problem: string | null = null;
	let readAt = Number.NEGATIVE_INFINITY;
	let reading: Promise<void> | undefined;

	const read = async () => {
		try {
			job = await service.status();
			problem = null;
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

	/** What the last cycle held back. */
	const heldBack = async (): Promise<readonly LogEntry[]> => {
		const status = await current();
		if (status?.quarantine?.reason !== tooManyDeletes) return [];
		const since = Date.parse(status.lastExecution?.timeBegan ?? "");
		return log.log({
			order: "ascending",
			limit: 1000,
			actions: ["StagedDelete"],
			...(Number.isNaN(since) ? {} : { since }),
		});
	};

	return {
		capabilities: {
			runNow: {
				missing: "Entra runs the cycles of its job by its own clock. Restart the job to have one soon.",
			},
			stop: {
				missing: "Entra cannot stop a running cycle. Pause the job: the running cycle is its last one.",
			},
			plan: { missing: "Entra cannot plan a cycle. `sumo-provision job plan` predicts the next one." },
			heldBack: { perform: heldBack },
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
		status: async () => statusOf(await current(), problem),
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
			if (status?.quarantine?.reason !== tooManyDeletes) throw new Error("No deletions are held back.");
			await reset([...defaultResetScopes, "deletions"]);
		},
		log: log.log,
		countLog: log.countLog,
	};
}

/** A job that could not be read at all counts as Off, with the problem. */
function statusOf(job: EntraStatus | null, problem: string | null): JobStatus {
	const quarantine = job?.quarantine ?? null;
	const held = quarantine?.reason === tooManyDeletes ? 1 : 0;
	const matter = job === null ? null : quarantineMatter(job);
	return {
		enabled: job !== null && isOn(job),
		lastCycle: null,
		nextRun: job === null ? null : nextRunOf(job),
		quarantine: matter && { since: matter.since, reason: matter.reason },
		otherRunner: null,
		staged: held,
		openMatters: matter === null ? [] : [matter],
		hosted: { job, problem },
	};
}

function quarantineMatter(job: EntraStatus): OpenMatter | null {
	const { quarantine } = job;
	if (quarantine === null) return null;
	const { reason, error, since, seriesCount } = quarantine;
	return {
		kind: "quarantine",
		code: codeOf(error ?? reason),
		switchedOff: !isOn(job),
		since: timeOf(since) ?? 0,
		attempts: seriesCount,
		nextAttempt: timeOf(quarantine.nextAttempt),
		reason: error === null ? `${reason}.` : `${reason}: ${error}`,
		recommendedAction: quarantineAdvice(reason),
		remedy: { type: "none" },
	};
}

/** The nearest of our codes. */
function codeOf(words: string): ErrorCode {
	if (/Credential/i.test(words)) return "InvalidCredentials";
	return /Unavailable|Timeout|Network/i.test(words) ? "NetworkError" : "InternalServerError";
}

function timeOf(text: string): number | null {
	const time = Date.parse(text);
	return Number.isNaN(time) ? null : time;
}
