import { cleanText } from "../../../../text/clean-text.ts";
import { defineCommand } from "../../../command/define-command.ts";
import { flag } from "../../../options/option.ts";
import { profileOptions } from "../../../options/profile-options.ts";
import { UsageError } from "../../../options/usage-error.ts";
import { exitCode } from "../../../output/exit-code.ts";
import { jsonLine } from "../../../output/json-line.ts";
import { interruptible } from "../../../session/interruptible.ts";
import { printChanges, printNotes } from "../../mapping/report-lines.ts";
import { printChangedByOthers } from "./changed-by-others.ts";

export const command = defineCommand({
	description:
		"Write the profile's mappings, actions, scoping filters and attribute lists into Entra's job. Other parts of its schema stay; the previous schema is kept as a file.",
	options: {
		yes: flag("confirm; without it only the changes are shown"),
		json: flag("print the outcome as JSON"),
		...profileOptions,
	},
	run: ({ yes, json, ...flags }, { streams, withSession }) =>
		withSession(flags, (session) =>
			interruptible(streams.err, async (signal) => {
				const { jobSchema } = session;
				const push = await (yes ? jobSchema.push(signal) : jobSchema.previewPush(signal));
				const { changed, changes, notes, backup, changedByOthers } = push;
				if (json) streams.out(jsonLine({ type: "job-mapping", action: "push", ...push }));
				else {
					printChangedByOthers(changedByOthers, streams.err);
					printChanges(changes, streams.out);
					printNotes(notes, streams.err);
					if (changed)
						streams.out(
							`The job has the rules of the profile ${session.profile().name}, and compares all users in its next cycle. Its previous schema is in ${cleanText(backup ?? "")}.`,
						);
					else if (changes.length === 0) streams.out("The job already has these rules.");
				}
				if (!yes && changes.length > 0)
					throw new UsageError("Nothing was changed. To write these changes into the job, add --yes.");
				return exitCode.done;
			}),
		),
});
