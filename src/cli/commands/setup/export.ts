import { defineCommand } from "../../command/define-command.ts";
import { text } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { exitCode } from "../../output/exit-code.ts";
import { writePrivateFile } from "../../output/private-file.ts";
import { withSetup } from "./with-setup.ts";

export const command = defineCommand({
	description: "Write the setup as it is in Entra and Sumo Logic to a YAML file, without secrets.",
	options: { output: text("file", "file to write; standard output by default"), ...profileOptions },
	run: ({ output, ...flags }, context) =>
		withSetup(flags, context, async (setup, signal) => {
			const content = (await setup.exported(signal)).trimEnd();
			if (output === undefined) await context.streams.out(content);
			else await writePrivateFile(output, (lines) => lines([content]));
			return exitCode.done;
		}),
});
