import type { HostedOnDemand } from "../../../app/hosted-job/open-hosted-job.ts";
import type { LogStatus } from "../../../ports/log/log-entry.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { defineCommand } from "../../command/define-command.ts";
import { argument, flag } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import { entryLine } from "../../output/progress-lines.ts";
import { withJob } from "./with-job.ts";

export const command = defineCommand({
	description:
		"Have Entra's own job provision one user now, and show its steps. Exits with 3 when the user fails.",
	arguments: { user: argument("an object ID, a user principal name or a mail address") },
	options: { json: flag("print the log entry as JSON"), ...profileOptions },
	run: ({ user, json, ...flags }, context) =>
		withJob(flags, context, async (job, signal) => {
			const done = await job.onDemand(user, signal);
			const { profile } = job;
			const lines = json
				? [jsonLine({ type: "onDemand", ...done.entry, job: profile })]
				: onDemandLines(done).map(cleanText);
			for (const line of lines) context.streams.out(line);
			return codes[done.entry.status];
		}),
});

const codes: Readonly<Record<LogStatus, ExitCode>> = {
	success: exitCode.done,
	skipped: exitCode.done,
	warning: exitCode.someFailed,
	failure: exitCode.someFailed,
	unknown: exitCode.someFailed,
};

function onDemandLines({ entry, steps }: HostedOnDemand): readonly string[] {
	return [
		...steps.flatMap(({ name, status, summary, details }) => [
			`${name} (${status})${summary === "" ? "" : `: ${summary}`}`,
			...details.map((detail) => `  ${detail.name}: ${detail.value}`),
		]),
		...entry.modifiedProperties.map(
			({ name, old, new: next }) => `${name}: ${old ?? "(none)"} → ${next ?? "(none)"}`,
		),
		entryLine(entry),
	];
}
