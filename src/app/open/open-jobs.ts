import { recordingFailedStart } from "../../engine/cycle/ending/failed-start.ts";
import { createLocalJob } from "../../jobs/local-job.ts";
import type { EngineEvent } from "../../ports/event.ts";
import { directKey } from "../hosted-job/assert-direct-off.ts";
import { openSessionHostedJob } from "../hosted-job/session-hosted-job.ts";
import { turnOffWhenHosted } from "../hosted-job/turn-off-when-hosted.ts";
import { operatorName } from "../process/operator.ts";
import type { Resources } from "../process/resources.ts";
import { createProvisioningService } from "../provisioning/provisioning-service.ts";
import type { Foundation } from "./open-foundation.ts";

export type Jobs = ReturnType<typeof openJobs>;

/** The two jobs that can provision a profile, this program's and Entra's, and the service for the one that is in use. */
export function openJobs(foundation: Foundation, resources: Resources) {
	const { state, store, starts, events, feed, clock, live, holder, warn } = foundation;
	const { now } = clock;
	const emit = (event: EngineEvent) => void events.publish(event);
	const engineForCycles = recordingFailedStart(live.engine, { store, clock, emit });
	const onSwitched = (enabled: boolean) =>
		enabled
			? starts.record(directKey(store.file), { by: operatorName(), at: now() })
			: starts.forget(directKey(store.file));
	const local = createLocalJob({
		engine: live.engine,
		engineForCycles,
		store,
		now,
		holder,
		onSwitched,
	});
	const hosted = hostedJobOf(foundation);
	resources.defer(hosted.close);
	turnOffWhenHosted(events, store, warn);
	const mode = () => state.inUse.provisioning.mode;
	const job = () => (mode() === "hosted" ? hosted.job() : local);
	const provisioning = createProvisioningService({ job, mode, events, feed, limit: live.limit, now });
	return { local, hosted, mode, provisioning, engineForCycles };
}

/** Entra's own job, whose code is loaded when it is first used. */
function hostedJobOf({ options, state, events, clock, deviceSignIns, warn }: Foundation) {
	const { flags, env, demo } = options;
	const inUse = () => ({ flags: { ...flags, profile: state.inUse.name }, env, demo, warn });
	return openSessionHostedJob({
		open: async () => {
			const { openHostedParts } = await import("../hosted-job/hosted-parts.ts");
			return openHostedParts(inUse());
		},
		plan: async (planOptions) => {
			const { openHostedPlan } = await import("../prediction/open-hosted-plan.ts");
			const plan = await openHostedPlan({ ...inUse(), deviceSignIns });
			try {
				return await plan.plan(planOptions);
			} finally {
				await plan.close();
			}
		},
		events,
		now: clock.now,
	});
}
