import { isDeepStrictEqual } from "node:util";
import type { JobStatus } from "../../jobs/job-status.ts";
import type { Capability, ProvisioningJob } from "../../jobs/provisioning-job.ts";
import type { Progress } from "../../ports/event.ts";
import type { LogEntry } from "../../ports/log/log-entry.ts";
import type { EventBus } from "../events/event-bus.ts";
import type { EventFeed } from "../events/event-feed.ts";
import type { LastPlan, Provisioning, ProvisioningMode, ProvisioningStatus } from "./provisioning.ts";

export type ProvisioningParts = {
	/** The job of the profile's mode. */
	readonly job: () => ProvisioningJob;
	readonly mode: () => ProvisioningMode;
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
	const { job, mode, events, feed, limit, now } = parts;
	const can = () => job().capabilities;
	let known = unknown;
	let running: Progress | null = null;
	let lastPlan: LastPlan | null = null;
	/** Sequence of the newest entry that was published. */
	let newest = 0;
	let recent: readonly LogEntry[] = [];

	const refresh = async () => {
		const before = known;
		const asked = mode();
		const read = await job().status();
		if (asked !== mode()) return;
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
	events.on(["profileChanged"], async ({ before, after }) => {
		if (before.provisioning.mode === after.provisioning.mode) return;
		// Nothing that is known of one job is true of the other.
		known = unknown;
		newest = 0;
		recent = [];
		lastPlan = null;
		await refresh();
		await events.publish({ type: "statusChanged" });
	});

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
		mode,
		missing: (name) => {
			const capability = job().capabilities[name];
			return "missing" in capability ? capability.missing : null;
		},
		status: () => ({ ...known, running, limit: limit() }),
		subscribe: feed.subscribe,
		refresh,
		checkOthers: async () => {
			await refresh();
			const entry = await job().newestEntry();
			if (entry === undefined || entry.sequence <= newest) return;
			await events.publish({ type: "entry", time: entry.time, entry });
		},
		recent: () => recent,
		readRecent: async () => {
			recent = await job().log({ order: "descending", limit: recentEntries });
		},
		setEnabled: (enabled) => refreshAfter(job().setEnabled(enabled)),
		runNow: async (signal, options) => refreshAfter(available(can().runNow)(signal, options)),
		stop: async () => refreshAfter(available(can().stop)()),
		plan: async (options) => {
			const madeAt = now();
			const report = await available(can().plan)(options);
			// The last plan is what the next cycle would do, which leaves no one out.
			if ((options?.excluded?.length ?? 0) > 0) return report;
			const { counts, guard, forecastSeconds, basis } = report;
			lastPlan = {
				...{ counts, guard, forecastSeconds, madeAt, isOutdated: false },
				...(basis === undefined ? {} : { basis }),
			};
			return report;
		},
		lastPlan: () => lastPlan,
		restart: ({ full }) => refreshAfter(job().restart(full ? "full" : "watermark")),
		reset: async (scopes) => refreshAfter(available(can().reset)(scopes)),
		allowDeletions: () => refreshAfter(job().allowDeletions()),
		rejectDeletions: async () => refreshAfter(available(can().rejectDeletions)()),
		heldBack: async () => available(can().heldBack)(),
		failed: async () => available(can().failed)(),
		retryNow: async (sourceIds) => refreshAfter(available(can().retryNow)(sourceIds)),
		onDemand: async (userId, options) =>
			options.perform
				? refreshAfter(job().onDemand(userId, options))
				: refreshAfter(available(can().preview)(userId, options)),
		log: (query) => job().log(query),
		countLog: (query) => job().countLog(query),
	};
}

/** A job before its status is read. */
const unknown: JobStatus = {
	enabled: false,
	lastCycle: null,
	nextRun: null,
	quarantine: null,
	otherRunner: null,
	staged: 0,
	openMatters: [],
};

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
