import { defineCommand } from "../../command/define-command.ts";
import { flag } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import { withJob } from "./with-job.ts";

export const command = defineCommand({
	description: "Start or resume Entra's own provisioning job. A running one stays as it is.",
	options: { json: flag("print the outcome as JSON"), ...profileOptions },
	run: ({ json, ...flags }, context) =>
		withJob(flags, context, async (job, signal) => {
			const changed = await job.start(signal);
			const text = changed ? "The job is started." : "The job is running already.";
			context.streams.out(
				json ? jsonLine({ type: "job", action: "start", changed, notSeen: job.notSeen }) : text,
			);
			if (changed && !json) context.streams.err(job.notSeen);
			return exitCode.done;
		}),
});
