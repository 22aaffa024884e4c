import { defineCommand } from "../../command/define-command.ts";
import { flag, text } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { exitCodeOf, printSteps, untilOption } from "./step-lines.ts";
import { withSetup } from "./with-setup.ts";

export const command = defineCommand({
	description: "Show what setup would create or change in Entra and Sumo Logic. Nothing is written.",
	options: {
		file: text("file", "YAML file that describes the setup: docs/setup.schema.json"),
		until: untilOption,
		json: flag("print one JSON object per step, and a summary"),
		...profileOptions,
	},
	run: ({ json, until, ...flags }, context) =>
		withSetup(flags, context, async (setup, signal) =>
			exitCodeOf(await printSteps(setup, { apply: false, json, until, signal }, context.streams)),
		),
});
