import { defineCommand } from "../command/define-command.ts";
import { lookOptions } from "../options/console-options.ts";
import { profileOptions } from "../options/profile-options.ts";
import { UsageError } from "../options/usage-error.ts";

export const command = defineCommand({
	description: "Open the console (the default).",
	options: { ...profileOptions, ...lookOptions },
	async run(flags, { streams, env }) {
		if (!streams.interactive)
			throw new UsageError(
				"The console needs a terminal, and there is none here. Over SSH, use ssh -t. For one cycle without the console, use sumo-provision run.",
			);
		const { showConsole } = await import("../session/show-console.ts");
		return showConsole(flags, env);
	},
});
