import type { JobState } from "./job.ts";
import { quarantineAdvice, unknownWords, unknownWordText } from "./job-status.ts";
import { asItShouldBe, blocked, type Planned } from "./step.ts";

/**
 * Reasons of a quarantine that working credentials may have ended: calls that the target refused, and none given. To start the job then is
 * safe, since it forgets no failure and allows no deletion: if the cause is another one, the next cycle quarantines the job again.
 */
const endedByCredentials = ["EncounteredQuarantineException", "Unknown"];

export type StartChange = "start" | "restart";

/**
 * Plans to start the job.
 *
 * @param job null when it does not exist yet
 * @param changed whether the saved credentials work now, and whether a setting was written that takes effect only after a restart
 */
export function planStart(
	job: JobState | null,
	isDesired: boolean,
	changed: { readonly credentialsWork: boolean; readonly needsRestart: boolean },
): Planned<StartChange> {
	if (!isDesired)
		return asItShouldBe(
			"The file does not ask to start the job.",
			...(changed.needsRestart && job?.schedule === "Active"
				? ["The changed scope takes effect after a restart of the job."]
				: []),
		);
	if (job === null)
		return {
			action: "create",
			details: ["Start the job: its first cycle reads all users in scope."],
			change: "start",
		};
	if (job.code === "Quarantine") {
		const reason = job.quarantineReason ?? "Unknown";
		if (changed.credentialsWork && endedByCredentials.includes(reason))
			return {
				action: "update",
				details: [
					reason === "Unknown"
						? "Start the job again, which ends its quarantine: Entra gives no reason for it, and the credentials work. If it returns, look at the provisioning log."
						: "Start the job again, which ends its quarantine: the credentials work.",
				],
				change: "start",
			};
		return blocked(
			job.quarantineReason === "TooManyDeletes"
				? "The job is in quarantine because a cycle would delete more users than the threshold allows: check the deletions in the provisioning log, then allow them one time with `sumo-provision job restart --scope deletions --yes`."
				: `The job is in quarantine (${reason === "Unknown" ? "no reason given" : reason}). ${quarantineAdvice(reason).recommendedAction}`,
		);
	}
	const [unknown] = unknownWords(job);
	if (unknown !== undefined) return blocked(unknownWordText(unknown));
	// A job that was paused, perhaps by a run that ended half-way, may have another scope than when it last ran.
	if (job.schedule === "Paused" || (job.schedule === "Active" && changed.needsRestart))
		return {
			action: "update",
			details: ["Restart the job: its cycle reads all users in scope."],
			change: "restart",
		};
	if (job.schedule !== "Active")
		return {
			action: "update",
			details: ["Start the job: its cycle reads all users in scope."],
			change: "start",
		};
	return asItShouldBe("The job is running.");
}
