import type { Clock } from "../ports/clock.ts";
import { RemediableError } from "../ports/errors/remediable-error.ts";
import type { HostedService } from "../ports/hosted-service.ts";
import { isOff, isOn, type JobStatus, unknownWordText } from "../setup/job-status.ts";

/** Entra accepted that its job is started or paused, but the job does not show it. */
export class JobNotSwitchedError extends RemediableError {
	override readonly name = "JobNotSwitchedError";
	readonly code = "job-not-switched";
}

/** Between two looks at the job, ms, and how many there are. */
const lookMs = 5_000;
const looks = 12;

/**
 * The service, whose start, pause and restart end once the job shows them: Graph accepts first, and another admin may have asked for the
 * opposite. They reject with `JobNotSwitchedError` if the job does not show them within a minute.
 */
export function withShownSwitches(service: HostedService, { sleep }: Pick<Clock, "sleep">): HostedService {
	const shown = async (on: boolean, command: string, signal: AbortSignal | undefined) => {
		for (let look = 1; ; look++) {
			const job = await service.status(signal);
			if (on ? isOn(job) : isOff(job)) return;
			if (look === looks) throw notSwitched(on, command, job);
			await sleep(lookMs, signal);
		}
	};
	return {
		...service,
		async start(signal) {
			await service.start(signal);
			await shown(true, "start", signal);
		},
		async pause(signal) {
			await service.pause(signal);
			await shown(false, "pause", signal);
		},
		async restart(scopes, signal) {
			await service.restart(scopes, signal);
			await shown(true, "restart", signal);
		},
	};
}

/** @param on whether the command starts the job */
function notSwitched(on: boolean, command: string, job: JobStatus): JobNotSwitchedError {
	const accepted = `Entra accepted the ${command}, but`;
	const remedy = on
		? ({ type: "restart-hosted-job", failures: false } as const)
		: ({ type: "pause-hosted-job" } as const);
	if (!isOn(job) && !isOff(job))
		return new JobNotSwitchedError(
			`${accepted} its job does not show whether it is on. ${unknownWordText({ about: "schedule", word: job.schedule })}`,
			remedy,
		);
	return new JobNotSwitchedError(
		on
			? `${accepted} its job is still off: another admin may have paused it.`
			: `${accepted} its job is still on: another admin may have started it again.`,
		remedy,
	);
}
