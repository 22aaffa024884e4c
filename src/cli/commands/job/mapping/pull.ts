import { defineCommand } from "../../../command/define-command.ts";
import { flag } from "../../../options/option.ts";
import { profileOptions } from "../../../options/profile-options.ts";
import { exitCode } from "../../../output/exit-code.ts";
import { jsonLine } from "../../../output/json-line.ts";
import { interruptible } from "../../../session/interruptible.ts";
import { printChanges, printNotes, printProblems } from "../../mapping/report-lines.ts";

export const command = defineCommand({
	description:
		"Take over the mappings, actions, scoping filters and attribute lists of Entra's job into the profile.",
	options: {
		keepScope: flag("keep the profile's scoping filters as they are"),
		json: flag("print the outcome as JSON"),
		...profileOptions,
	},
	run: ({ keepScope, json, ...flags }, { streams, withSession }) =>
		withSession(flags, (session) =>
			interruptible(streams.err, async (signal) => {
				const filters = keepScope ? "keep" : "replace";
				const report = await session.jobSchema.pull({ filters }, signal);
				const { saved, initialCycle, changes, problems, notes } = report;
				if (json) streams.out(jsonLine({ type: "job-mapping", action: "pull", ...report }));
				else {
					if (saved) printChanges(changes, streams.out);
					printNotes(notes, streams.err);
					printProblems(problems, streams.err);
					const { name } = session.profile();
					if (!saved) streams.err("Nothing was saved. Fix the errors above in the job, and pull again.");
					else if (initialCycle)
						streams.out(
							`The profile ${name} has the job's rules. The next cycle is an initial one: it compares all users.`,
						);
					else streams.out(`The profile ${name} already had the job's rules.`);
				}
				return saved ? exitCode.done : exitCode.error;
			}),
		),
});
