import { errorMessage } from "../../text/error-message.ts";
import type { EventBus } from "../events/event-bus.ts";
import type { ProvisioningService } from "./provisioning-service.ts";

/** Milliseconds between checks for changes by other processes. */
const pause = 5_000;

export type WatchOptions = {
	readonly provisioning: Pick<ProvisioningService, "mode" | "status" | "checkOthers">;
	readonly events: EventBus;
	/** Applies what other processes saved of the profile. */
	readonly refreshProfile: () => Promise<void>;
	/** Notices what other processes wrote of the source. */
	readonly refreshSource: () => Promise<void>;
	/** Opens the engine that runs scheduled cycles in this process. */
	readonly openEngine: () => Promise<unknown>;
	readonly now: () => number;
};

/**
 * Keeps an open console up to date: cycles run by the clock while provisioning is On, also after the connection was replaced, and what
 * another process saved, switched, ran or logged shows within seconds. Returns how to stop.
 */
export function watchProvisioning({
	provisioning,
	events,
	refreshProfile,
	refreshSource,
	openEngine,
	now,
}: WatchOptions): () => void {
	const warn = (message: string) => void events.publish({ type: "warning", time: now(), message });
	let lastProblem = "";
	const look = () =>
		Promise.all([refreshProfile(), refreshSource(), provisioning.checkOthers()]).then(
			() => {
				lastProblem = "";
			},
			(error: unknown) => {
				const problem = errorMessage(error);
				if (withoutRequest(problem) !== lastProblem) warn(problem);
				lastProblem = withoutRequest(problem);
			},
		);
	const runByClock = () => {
		if (provisioning.mode() === "direct" && provisioning.status().enabled)
			openEngine().catch((error: unknown) => warn(errorMessage(error)));
	};
	runByClock();
	const leave = events.on(["connectionChanged"], runByClock);
	const timer = setInterval(look, pause).unref();
	return () => {
		leave();
		clearInterval(timer);
	};
}

/** The message without the ID of its request, which differs each time. */
function withoutRequest(message: string): string {
	return message.replace(/ Request ID: \S+$/, "");
}
