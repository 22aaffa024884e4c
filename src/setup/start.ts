import type { JobState } from "./job.ts";
import { asItShouldBe, blocked, type Planned } from "./step.ts";

export type StartChange = "start" | "restart";

/**
 * Plans to start the job.
 *
 * @param job null when it does not exist yet
 * @param changed what this run has written: credentials, or a setting that takes effect only after a restart
 */
export function planStart(
	job: JobState | null,
	isDesired: boolean,
	changed: { readonly credentials: boolean; readonly needsRestart: boolean },
): Planned<StartChange> {
	if (!isDesired) return asItShouldBe("The file does not ask to start the job.");
	if (job === null)
		return {
			action: "create",
			details: ["Start the job: its first cycle reads all users in scope."],
			change: "start",
		};
	if (job.code === "Quarantine") {
		if (changed.credentials)
			return {
				action: "update",
				details: ["Start the job again, which ends its quarantine."],
				change: "start",
			};
		return blocked(
			job.quarantineReason === "TooManyDeletes"
				? "The job is in quarantine because a cycle would delete more users than the threshold allows: check the deletions in the provisioning log, then allow them in Entra."
				: `The job is in quarantine (${job.quarantineReason ?? "no reason given"}). Fix the cause, then restart the job.`,
		);
	}
	if (job.schedule !== "Active")
		return {
			action: "update",
			details: ["Start the job: its cycle reads all users in scope."],
			change: "start",
		};
	if (changed.needsRestart)
		return {
			action: "update",
			details: ["Restart the job, so that the changed scope takes effect."],
			change: "restart",
		};
	return asItShouldBe("The job is running.");
}
