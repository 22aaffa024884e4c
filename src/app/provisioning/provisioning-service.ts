import type { Capability } from "../../jobs/provisioning-job.ts";
import type { EventFeed } from "../events/event-feed.ts";
import { KeptPlan } from "./kept-plan.ts";
import { KnownStatus } from "./known-status.ts";
import { NewestEntries } from "./newest-entries.ts";
import type { Provisioning } from "./provisioning.ts";
import type { ProvisioningParts } from "./provisioning-parts.ts";

export type ProvisioningService = Provisioning & {
	/** Reads from the job what other processes may have changed. */
	readonly refresh: () => Promise<void>;
	/** The same, and publishes the newest log entry when another process wrote it. */
	readonly checkOthers: () => Promise<void>;
	/** Reads the last entries for `recent`. */
	readonly readRecent: () => Promise<void>;
};

/** This kind of job does not have the requested operation. */
export class MissingCapabilityError extends Error {
	override readonly name = "MissingCapabilityError";
	readonly code = "missing-capability";
}

/** Drives the job of a profile. */
export function createProvisioningService(
	parts: ProvisioningParts & { readonly feed: EventFeed },
): ProvisioningService {
	const { job, mode, events, feed, now } = parts;
	const can = () => job().capabilities;
	const status = new KnownStatus(parts);
	const entries = new NewestEntries(parts);
	const kept = new KeptPlan(events);

	return {
		mode,
		missing: (name) => {
			const capability = job().capabilities[name];
			return "missing" in capability ? capability.missing : null;
		},
		status: () => status.current(),
		subscribe: feed.subscribe,
		readAgain: () => status.refresh({ fresh: true }),
		refresh: () => status.refresh(),
		checkOthers: async () => {
			await status.refresh();
			// A log of Entra that cannot be read is part of the status.
			if ((status.current().hosted?.logProblem ?? null) === null) await entries.publishOthers();
		},
		recent: () => entries.recent(),
		readRecent: () => entries.readRecent(),
		setEnabled: (enabled) => status.after(job().setEnabled(enabled)),
		runNow: async (signal, options) => status.after(available(can().runNow)(signal, options)),
		stop: async () => status.after(available(can().stop)()),
		plan: async (options) => {
			const madeAt = now();
			const report = await available(can().plan)(options);
			// The last plan is what the next cycle would do, which leaves no one out.
			if ((options?.excluded?.length ?? 0) === 0) kept.keep(report, madeAt);
			return report;
		},
		lastPlan: () => kept.last(),
		restart: ({ full }) => status.after(job().restart(full ? "full" : "watermark")),
		reset: async (scopes) => status.after(available(can().reset)(scopes)),
		allowDeletions: (seen) => status.after(job().allowDeletions(seen)),
		rejectDeletions: async () => status.after(available(can().rejectDeletions)()),
		heldBack: async () => available(can().heldBack)(),
		failed: async () => available(can().failed)(),
		retryNow: async (sourceIds) => status.after(available(can().retryNow)(sourceIds)),
		onDemand: async (userId, options) =>
			options.perform
				? status.after(job().onDemand(userId, options))
				: status.after(available(can().preview)(userId, options)),
		log: (query) => job().log(query),
		newestOfEach: (sourceIds) => job().newestOfEach(sourceIds),
		countLog: (query) => job().countLog(query),
	};
}

function available<Operation>(capability: Capability<Operation>): Operation {
	if ("missing" in capability) throw new MissingCapabilityError(capability.missing);
	return capability.perform;
}
