import { defineCommand } from "../../command/define-command.ts";
import { storeOptions } from "../../options/profile-options.ts";
import { logOptions, printLog } from "./log-options.ts";

export const command = defineCommand({
	description: "Print the provisioning log, oldest first, or write it to a file.",
	options: { ...logOptions, ...storeOptions },
	run: (given, { streams, withLog }) => printLog(given, (use) => withLog(given, use), streams),
});
