import { type JobStatus, quarantineAdvice } from "../../../setup/job-status.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { defineCommand } from "../../command/define-command.ts";
import { flag } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import { withJob } from "./with-job.ts";

export const command = defineCommand({
	description: "Show the state of Entra's own provisioning job: schedule, last cycle, counts, quarantine.",
	options: { json: flag("print the state as JSON"), ...profileOptions },
	run: ({ json, ...flags }, context) =>
		withJob(flags, context, async (job, signal) => {
			const status = await job.status(signal);
			const lines = json ? [jsonLine({ type: "job", ...status })] : statusLines(status).map(cleanText);
			for (const line of lines) context.streams.out(line);
			return status.quarantine === null ? exitCode.done : exitCode.someFailed;
		}),
});

function statusLines({
	id,
	schedule,
	code,
	lastExecution,
	progress,
	quarantine,
	counts,
	deletionThreshold,
}: JobStatus): readonly string[] {
	return [
		`Job ${id}`,
		`Schedule: ${schedule}. Status: ${code}.`,
		...(lastExecution === null
			? ["The job has not completed a cycle yet."]
			: [
					`Last cycle: ${lastExecution.state}, ended ${lastExecution.timeEnded}, ${lastExecution.countExported} changes, ${lastExecution.countEscrowed} users failed.`,
					...(lastExecution.error === null ? [] : [`Error: ${lastExecution.error}`]),
				]),
		...progress.map(({ completed, total, units }) => `Running: ${completed} of ${total} ${units}.`),
		...Object.entries(counts).map(([kind, count]) => `Synchronized: ${count} (${kind}).`),
		...(deletionThreshold === null ? [] : [`Deletion threshold: ${deletionThreshold} per cycle.`]),
		...(quarantine === null
			? []
			: [
					`In quarantine since ${quarantine.since}: ${quarantine.reason}. Next attempt ${quarantine.nextAttempt}.`,
					...(quarantine.error === null ? [] : [`Error: ${quarantine.error}`]),
					quarantineAdvice(quarantine.reason),
				]),
	];
}
