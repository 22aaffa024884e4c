import type { EntraSchema } from "../../entra-schema/document.ts";
import { isOff, type JobStatus, nextRunOf, unknownWords, unknownWordText } from "../../setup/job-status.ts";
import type { Prediction } from "./prediction.ts";

/** What a prediction says of the job it is for. @param tenant `""` when the profile names none */
export function predictedJob(
	status: JobStatus,
	{ version }: EntraSchema,
	application: string,
	tenant: string,
): Prediction["job"] {
	const next = isRunning(status) ? null : nextRunOf(status);
	return {
		id: status.id,
		application,
		...(tenant === "" ? {} : { tenant }),
		schemaVersion: typeof version === "string" ? version.trim() : "",
		cycle: status.lastSuccess === null ? "initial" : "incremental",
		schedule: status.schedule,
		status: status.code,
		...(isRunning(status) ? { running: true } : {}),
		...(status.intervalMinutes === null ? {} : { intervalMinutes: status.intervalMinutes }),
		...(next === null ? {} : { nextCycle: new Date(next).toISOString() }),
	};
}

/** When the job's last cycle began and ended, in milliseconds since 1970; null when that is not known. */
export function lastCycleOf({
	lastExecution,
}: JobStatus): { readonly began: number; readonly ended: number } | null {
	if (lastExecution === null) return null;
	const [began, ended] = [Date.parse(lastExecution.timeBegan), Date.parse(lastExecution.timeEnded)];
	return Number.isNaN(began) || Number.isNaN(ended) ? null : { began, ended };
}

function isRunning({ progress }: JobStatus): boolean {
	return progress.some(({ completed, total }) => completed < total);
}

/** What keeps the next cycle from running as predicted. */
export function stateNotes(status: JobStatus, jobTarget: string, profileTarget: string): readonly string[] {
	const plain = (url: string) => url.split("?", 1).join().toLowerCase().replace(/\/+$/, "");
	return [
		...(isRunning(status)
			? [
					"A cycle of the job is running: it may still make some of these changes. The prediction is for the cycle after it, and is compared with that one",
				]
			: []),
		...(isOff(status)
			? [`The job's schedule is ${status.schedule}: no cycle follows until it is started`]
			: []),
		...unknownWords(status).map((word) => unknownWordText(word).replace(/\.$/, "")),
		...(status.quarantine === null
			? []
			: [`The job is in quarantine (${status.quarantine.reason}): its cycles run less often`]),
		...(plain(jobTarget) === plain(profileTarget)
			? []
			: [
					`The job provisions into ${jobTarget || "no target yet"}, and the prediction was made with the accounts of ${profileTarget}`,
				]),
	];
}
