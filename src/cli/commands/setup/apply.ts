import { defineCommand } from "../../command/define-command.ts";
import { flag, required, text } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { UsageError } from "../../options/usage-error.ts";
import { exitCodeOf, printSteps, untilOption } from "./step-lines.ts";
import { withSetup } from "./with-setup.ts";

export const command = defineCommand({
	description:
		"Set up Entra and Sumo Logic as a file describes. A second run changes nothing; an interrupted one is completed by the next.",
	options: {
		file: required(text("file", "YAML file that describes the setup: docs/setup.schema.json")),
		until: untilOption,
		yes: flag("confirm; without it only the plan is shown"),
		json: flag("print one JSON object per step, and a summary"),
		...profileOptions,
	},
	run: ({ json, until, yes, ...flags }, context) =>
		withSetup(flags, context, async (setup, signal) => {
			const counts = await printSteps(setup, { apply: yes, json, until, signal }, context.streams);
			if (!yes && counts.create + counts.update > 0)
				throw new UsageError("Nothing was changed. To apply this plan, add --yes.");
			return exitCodeOf(counts);
		}),
});
