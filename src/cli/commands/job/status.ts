import { unknownWords } from "../../../setup/job-status.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { defineCommand } from "../../command/define-command.ts";
import { flag } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import { statusLines } from "./status-lines.ts";
import { withJob } from "./with-job.ts";

export const command = defineCommand({
	description: "Show the state of Entra's own provisioning job: schedule, last cycle, counts, quarantine.",
	options: { json: flag("print the state as JSON"), ...profileOptions },
	run: ({ json, ...flags }, context) =>
		withJob(flags, context, async (job, signal) => {
			const status = await job.status(signal);
			const unknown = unknownWords(status);
			const lines = json
				? [jsonLine({ type: "job", ...status, unknownWords: unknown })]
				: statusLines(status).map(cleanText);
			for (const line of lines) context.streams.out(line);
			return status.quarantine === null && unknown.length === 0 ? exitCode.done : exitCode.someFailed;
		}),
});
