import { entraLogDays, entraLogLagMs } from "../../../jobs/hosted-log.ts";
import { defineCommand } from "../../command/define-command.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { logOptions, printLog } from "../logs/log-options.ts";
import { withJob } from "./with-job.ts";

export const command = defineCommand({
	description: `Print the provisioning log of Entra's own job, oldest first. Entra shows entries up to ${entraLogLagMs / 60_000} minutes late and keeps them for ${entraLogDays.free} days, with P1 or P2 for ${entraLogDays.licensed}.`,
	options: { ...profileOptions, ...logOptions },
	run: (given, context) =>
		printLog(given, (use) => withJob(given, context, (job) => use(job)), context.streams),
});
