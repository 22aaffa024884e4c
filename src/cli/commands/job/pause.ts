import { defineCommand } from "../../command/define-command.ts";
import { flag } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import { withJob } from "./with-job.ts";

export const command = defineCommand({
	description: "Pause Entra's own provisioning job. Its running cycle still ends, and its state is kept.",
	options: { json: flag("print the outcome as JSON"), ...profileOptions },
	run: ({ json, ...flags }, context) =>
		withJob(flags, context, async (job, signal) => {
			const changed = await job.pause(signal);
			const text = changed ? "The job is paused. Its running cycle still ends." : "The job is not running.";
			context.streams.out(json ? jsonLine({ type: "job", action: "pause", changed }) : text);
			return exitCode.done;
		}),
});
