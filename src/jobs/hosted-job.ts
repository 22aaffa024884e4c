import { HeldBackChangedError } from "../engine/operator-decisions.ts";
import { remedyOf } from "../ports/errors/remediable-error.ts";
import type { Remedy } from "../ports/errors/remedy.ts";
import type { HostedService } from "../ports/hosted-service.ts";
import { type JobStatus as EntraStatus, isOn, nextRunOf } from "../setup/job-status.ts";
import { defaultResetScopes, type ResetScope } from "../setup/reset-scope.ts";
import { errorMessage } from "../text/error-message.ts";
import type { HostedLog } from "./hosted-log.ts";
import {
	type HostedMatters,
	heldDeletions,
	holdsDeletions,
	readHostedMatters,
	setName,
} from "./hosted-matters.ts";
import { onDemandSteps } from "./hosted-on-demand.ts";
import type { JobStatus } from "./job-status.ts";
import type { PlanOptions, PlanReport } from "./plan-report.ts";
import type { ProvisioningJob } from "./provisioning-job.ts";

export type HostedJobOptions = {
	readonly service: Pick<HostedService, "status" | "start" | "pause" | "restart" | "onDemand">;
	readonly log: HostedLog;
	/** What of the log that was read is left out, as a sentence; null when nothing is. */
	readonly unreadable: () => Promise<string | null>;
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
	unreadable,
	now,
	paceMs,
	assertAlone,
	onSwitched,
	plan,
}: HostedJobOptions): ProvisioningJob {
	const known = new KnownJob({ service, log, unreadable, now, paceMs });
	/** @param enabled whether the job is on after the work */
	const switching = async (enabled: boolean, work: () => Promise<void>) => {
		try {
			await work();
		} finally {
			known.outdate();
		}
		const { id } = (await known.current()) ?? {};
		if (id !== undefined) await onSwitched(id, enabled);
	};
	const provisioning = (work: () => Promise<void>) =>
		switching(true, async () => {
			await assertAlone();
			await work();
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
					const status = await known.current();
					return status === null ? [] : heldDeletions(status, log.log);
				},
			},
			rejectDeletions: {
				missing: "Entra holds deletions back until they are allowed, so there is no permission to withdraw.",
			},
			failed: { missing: "Entra does not list failed users. Its log has their failures." },
			retryNow: {
				missing: "Entra retries failed users automatically. Restart the job to retry all of them now.",
			},
			preview: { missing: "Entra cannot preview a user on demand: it provisions at once." },
			reset: { perform: reset },
		},
		status: ({ fresh = false } = {}) => {
			if (fresh) known.outdate();
			return known.status();
		},
		newestEntry: async () => (await log.log({ order: "descending", limit: 1 }))[0],
		setEnabled: (enabled) =>
			enabled
				? provisioning(async () => {
						// Entra expects no second start of a job that runs.
						const { quarantine, ...job } = await service.status();
						if (!isOn(job) || quarantine !== null) await service.start();
					})
				: switching(false, () => service.pause()),
		restart: (scope) => reset(scope === "full" ? [...defaultResetScopes, "links"] : defaultResetScopes),
		async onDemand(userId, { signal }) {
			await assertAlone();
			const entry = await service.onDemand(userId, signal);
			return { steps: onDemandSteps(entry), action: null, entry: { ...entry, sequence: 0 } };
		},
		async allowDeletions(seen) {
			known.outdate();
			const status = await known.current();
			if (status === null || !holdsDeletions(status)) throw new Error("No deletions are held back.");
			if (seen !== undefined) {
				const held = await heldDeletions(status, log.log);
				if (setName(held) !== seen) throw new HeldBackChangedError(held.length);
			}
			await reset([...defaultResetScopes, "deletions"]);
		},
		log: log.log,
		newestOfEach: log.newestOfEach,
		countLog: log.countLog,
	};
}

/** Entra's job as it was last read, no more often than the pace allows. */
class KnownJob {
	readonly #options: Pick<HostedJobOptions, "service" | "log" | "unreadable" | "now" | "paceMs">;
	#job: EntraStatus | null = null;
	#problem: string | null = null;
	#remedy: Remedy | null = null;
	#matters = unknownMatters;
	#unreadable: string | null = null;
	#readAt = Number.NEGATIVE_INFINITY;
	#reading: Promise<void> | undefined;
	/** Number of times that what was known went out of date. */
	#outdated = 0;

	constructor(options: Pick<HostedJobOptions, "service" | "log" | "unreadable" | "now" | "paceMs">) {
		this.#options = options;
	}

	/** The job, read again when it is old; null when it could never be read. */
	async current(): Promise<EntraStatus | null> {
		const { now, paceMs } = this.#options;
		// A read that went out of date while it was waited for is followed by another one.
		let seen: number | undefined;
		while (seen !== this.#outdated && now() - this.#readAt >= paceMs) {
			seen = this.#outdated;
			this.#reading ??= this.#read();
			await this.#reading;
		}
		return this.#job;
	}

	/** The next call reads again. A read that has begun may show the job as it was before, so it does not count. */
	outdate(): void {
		this.#readAt = Number.NEGATIVE_INFINITY;
		this.#reading = undefined;
		this.#outdated++;
	}

	/** A job that could not be read at all counts as Off, with the problem. */
	async status(): Promise<JobStatus> {
		const job = await this.current();
		const { openMatters, staged, logProblem } = this.#matters;
		const matter = openMatters.find(({ kind }) => kind === "quarantine");
		return {
			enabled: job !== null && isOn(job),
			lastCycle: null,
			nextRun: job === null ? null : nextRunOf(job),
			quarantine: matter === undefined ? null : { since: matter.since, reason: matter.reason },
			otherRunner: null,
			staged,
			openMatters,
			hosted: {
				...{ job, problem: this.#problem, logProblem, unreadable: this.#unreadable },
				...(this.#remedy === null ? {} : { remedy: this.#remedy }),
			},
		};
	}

	async #read(): Promise<void> {
		const outdated = this.#outdated;
		const found = await this.#look();
		if (outdated !== this.#outdated) return;
		if (found.job === null) {
			this.#problem = found.problem;
			this.#remedy = found.remedy;
		} else {
			this.#job = found.job;
			this.#problem = null;
			this.#remedy = null;
			this.#matters = found.matters;
			this.#unreadable = found.unreadable;
		}
		this.#readAt = this.#options.now();
		this.#reading = undefined;
	}

	async #look() {
		const { service, log, unreadable, now } = this.#options;
		try {
			const job = await service.status();
			const matters = await readHostedMatters(job, log.log, now());
			return { job, matters, unreadable: await unreadable() } as const;
		} catch (error) {
			return { job: null, problem: errorMessage(error), remedy: remedyOf(error) } as const;
		}
	}
}
