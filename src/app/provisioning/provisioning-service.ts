import { isDeepStrictEqual } from "node:util";
import type { JobStatus } from "../../jobs/job-status.ts";
import type { Capability, ProvisioningJob } from "../../jobs/provisioning-job.ts";
import type { Progress } from "../../ports/event.ts";
import type { LogEntry } from "../../ports/log/log-entry.ts";
import type { EventBus } from "../events/event-bus.ts";
import type { EventFeed } from "../events/event-feed.ts";
import type { LastPlan, Provisioning, ProvisioningStatus } from "./provisioning.ts";

export type ProvisioningParts = {
	readonly job: ProvisioningJob;
	readonly events: EventBus;
	readonly feed: EventFeed;
	/** Requests per second that the target allows, and those sent in the last second. */
	readonly limit: () => ProvisioningStatus["limit"];
	/** Milliseconds since 1970. */
	readonly now: () => number;
};

export type ProvisioningService = Provisioning & {
	/** Reads from the job what other processes may have changed. */
	readonly refresh: () => Promise<void>;
	/** The same, and publishes the newest log entry when another process wrote it. */
	readonly checkOthers: () => Promise<void>;
	/** Reads the last entries for `recent`. */
	readonly readRecent: () => Promise<void>;
};

/** Entries of `recent`: more than most terminals have lines. */
const recentEntries = 50;

/** This kind of job does not have the requested operation. */
export class MissingCapabilityError extends Error {
	override readonly name = "MissingCapabilityError";
	readonly code = "missing-capability";
}

/** Drives the job of a profile. Its status is cached here, so that drawing it never waits. */
export function createProvisioningService(parts: ProvisioningParts): ProvisioningService {
	const { job, events, feed, limit, now } = parts;
	const { capabilities } = job;
	let known: JobStatus = {
		enabled: false,
		lastCycle: null,
		nextRun: null,
		quarantine: null,
		otherRunner: null,
		staged: 0,
		openMatters: [],
	};
	let running: Progress | null = null;
	let lastPlan: LastPlan | null = null;
	/** Sequence of the newest entry that was published. */
	let newest = 0;
	let recent: readonly LogEntry[] = [];

	const refresh = async () => {
		const before = known;
		const read = await job.status();
		// A cycle that ended here in the meantime is newer than what was read.
		const hasEnded = known.lastCycle !== before.lastCycle;
		const lastCycle = hasEnded ? known.lastCycle : (read.lastCycle ?? before.lastCycle);
		const shown = known;
		known = { ...read, lastCycle };
		if (!isSameStatus(known, shown)) await events.publish({ type: "statusChanged" });
	};
	const refreshAfter = async <Result>(work: Promise<Result>): Promise<Result> => {
		try {
			return await work;
		} finally {
			await refresh();
		}
	};

	events.on(["entry"], ({ entry }) => {
		newest = Math.max(newest, entry.sequence);
		recent = [];
	});
	events.on(["progress"], ({ progress }) => {
		running = progress;
	});
	events.on(["cycleEnded"], ({ summary }) => {
		running = null;
		known = { ...known, lastCycle: summary };
	});
	events.on(["connectionChanged", "targetChanged", "jobChanged"], refresh);

	const outdating = [
		"profileChanged",
		"connectionChanged",
		"sourceChanged",
		"targetChanged",
		"cycleEnded",
	] as const;
	events.on(outdating, () => {
		lastPlan = lastPlan && { ...lastPlan, isOutdated: true };
	});

	return {
		status: () => ({ ...known, running, limit: limit() }),
		subscribe: feed.subscribe,
		refresh,
		checkOthers: async () => {
			await refresh();
			const entry = await job.newestEntry();
			if (entry === undefined || entry.sequence <= newest) return;
			await events.publish({ type: "entry", time: entry.time, entry });
		},
		recent: () => recent,
		readRecent: async () => {
			recent = await job.log({ order: "descending", limit: recentEntries });
		},
		setEnabled: (enabled) => refreshAfter(job.setEnabled(enabled)),
		runNow: async (signal) => refreshAfter(available(capabilities.runNow)(signal)),
		stop: async () => refreshAfter(available(capabilities.stop)()),
		plan: async (options) => {
			const madeAt = now();
			const report = await available(capabilities.plan)(options);
			const { counts, guard } = report;
			lastPlan = { counts, guard, madeAt, isOutdated: false };
			return report;
		},
		lastPlan: () => lastPlan,
		restart: ({ full }) => refreshAfter(job.restart(full ? "full" : "watermark")),
		allowDeletions: () => refreshAfter(job.allowDeletions()),
		rejectDeletions: async () => refreshAfter(available(capabilities.rejectDeletions)()),
		heldBack: async () => available(capabilities.heldBack)(),
		failed: async () => available(capabilities.failed)(),
		retryNow: async (sourceIds) => refreshAfter(available(capabilities.retryNow)(sourceIds)),
		onDemand: (userId, options) => refreshAfter(job.onDemand(userId, options)),
		log: job.log,
		countLog: job.countLog,
	};
}

function available<Operation>(capability: Capability<Operation>): Operation {
	if ("missing" in capability) throw new MissingCapabilityError(capability.missing);
	return capability.perform;
}

/** The last cycle is the same when its id is: its summary is read again from the store in another form. */
function isSameStatus(
	{ lastCycle, ...one }: JobStatus,
	{ lastCycle: otherCycle, ...other }: JobStatus,
): boolean {
	return lastCycle?.cycleId === otherCycle?.cycleId && isDeepStrictEqual(one, other);
}
