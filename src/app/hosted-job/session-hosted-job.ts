import { createHostedJob } from "../../jobs/hosted-job.ts";
import type { PlanOptions, PlanReport } from "../../jobs/plan-report.ts";
import type { ProvisioningJob } from "../../jobs/provisioning-job.ts";
import { CachedValue } from "../cache/cached-value.ts";
import type { EventBus } from "../events/event-bus.ts";
import type { HostedParts } from "./hosted-parts.ts";

export type SessionHostedJobOptions = {
	readonly open: () => Promise<HostedParts>;
	/** Predicts the next cycle. */
	readonly plan: (options?: PlanOptions) => Promise<PlanReport>;
	readonly events: Pick<EventBus, "on">;
	/** Milliseconds since 1970. */
	readonly now: () => number;
};

/** Milliseconds between two reads of the job's status. */
const statusPace = 10_000;

/** Entra's own job for an open profile: opened when it is first needed, and again after the connection was changed. */
export function openSessionHostedJob({ open, plan, events, now }: SessionHostedJobOptions): {
	readonly job: () => ProvisioningJob;
	readonly service: () => Promise<HostedParts["service"]>;
	readonly close: () => Promise<void>;
} {
	const begin = () => {
		const parts = new CachedValue(open);
		const job = createHostedJob({
			service: {
				status: async (signal) => (await parts.get()).service.status(signal),
				start: async (signal) => (await parts.get()).service.start(signal),
				pause: async (signal) => (await parts.get()).service.pause(signal),
				restart: async (scopes, signal) => (await parts.get()).service.restart(scopes, signal),
				onDemand: async (userId, signal) => (await parts.get()).service.onDemand(userId, signal),
			},
			log: {
				log: async (query) => (await parts.get()).log.log(query),
				newestOfEach: async (sourceIds) => (await parts.get()).log.newestOfEach(sourceIds),
				countLog: async (query) => (await parts.get()).log.countLog(query),
			},
			unreadable: async () => (await parts.get()).unreadable(),
			now,
			paceMs: statusPace,
			assertAlone: async () => (await parts.get()).assertAlone(),
			plan,
			onSwitched: async (id, enabled) => (await parts.get()).onSwitched(id, enabled),
		});
		const close = async () => {
			const [opened] = await Promise.allSettled([parts.peek()]);
			if (opened.status === "fulfilled") opened.value?.close();
		};
		return { job, service: async () => (await parts.get()).service, close };
	};
	let current = begin();
	const leave = events.on(["connectionChanged"], async () => {
		const { close } = current;
		current = begin();
		await close();
	});
	return {
		job: () => current.job,
		service: () => current.service(),
		close: () => {
			leave();
			return current.close();
		},
	};
}
