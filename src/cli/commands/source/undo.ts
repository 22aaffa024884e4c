import { undoSourceChange } from "../../../app/source/undo-source-change.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { defineCommand } from "../../command/define-command.ts";
import { flag, optionalArgument } from "../../options/option.ts";
import { profileChoice } from "../../options/profile-options.ts";
import { exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";

export const command = defineCommand({
	description:
		"Undo the last change of assignments that sumo-provision made to a file of users. Refused if the file was edited since.",
	arguments: { file: optionalArgument("the .csv or .json file; by default, the source of the profile") },
	options: { json: flag("print what was done as JSON"), ...profileChoice },
	async run({ file, json, ...flags }, { env, streams }) {
		const undone = await undoSourceChange(file, { flags, env }, (warning) =>
			streams.err(`warning: ${warning}`),
		);
		if (json) streams.out(jsonLine({ file: undone.file, copy: undone.copy }));
		else
			streams.out(
				cleanText(`${undone.file} was rewritten: it is as it was before its last change (${undone.copy}).`),
			);
		return exitCode.done;
	},
});
