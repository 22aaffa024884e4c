import {
	isOn,
	type JobStatus,
	notReported,
	quarantineAdvice,
	quarantineReason,
	unknownWords,
	unknownWordText,
} from "../../../setup/job-status.ts";
import { counted } from "../../../text/counted.ts";
import { whatToDo } from "../../output/remedy-command.ts";

/** The state of Entra's job, line by line: schedule, last cycle, counts, and in quarantine why and what to do. */
export function statusLines(job: JobStatus): readonly string[] {
	const { id, schedule, code, lastExecution, progress, quarantine, counts, deletionThreshold } = job;
	return [
		`Job ${id}`,
		`Schedule: ${schedule}. Status: ${code}.`,
		...(lastExecution === null
			? [code === notReported ? "Last cycle: not known." : "The job has not completed a cycle yet."]
			: [
					`Last cycle: ${lastExecution.state}, ended ${lastExecution.timeEnded || "at an unknown time"}, ${counted(lastExecution.countExported, "change")}, ${counted(lastExecution.countEscrowed, "user")} failed.`,
					...(lastExecution.error === null ? [] : [`Error: ${lastExecution.error}`]),
				]),
		...progress.map(({ completed, total, units }) => `Running: ${completed} of ${total} ${units}.`),
		...Object.entries(counts).map(([kind, count]) => `Synchronized: ${count} (${kind}).`),
		...(deletionThreshold === null ? [] : [`Deletion threshold: ${deletionThreshold} per cycle.`]),
		...(quarantine === null
			? []
			: [
					`In quarantine since ${quarantine.since || "an unknown time"}: ${quarantineReason(quarantine)}.${isOn({ schedule }) && quarantine.nextAttempt !== "" ? ` Next attempt ${quarantine.nextAttempt}.` : ""}`,
					whatToDo(quarantineAdvice(quarantine.reason)),
				]),
		...unknownWords(job).map(unknownWordText),
	];
}
