import { describeRuleChange, type RuleChange } from "../../../../app/rules/rule-changes.ts";
import { cleanText } from "../../../../text/clean-text.ts";
import { defineCommand } from "../../../command/define-command.ts";
import { flag } from "../../../options/option.ts";
import { profileOptions } from "../../../options/profile-options.ts";
import { exitCode } from "../../../output/exit-code.ts";
import { jsonLine } from "../../../output/json-line.ts";
import { interruptible } from "../../../session/interruptible.ts";
import { printNotes } from "../../mapping/report-lines.ts";
import { printChangedByOthers } from "./changed-by-others.ts";

export const command = defineCommand({
	description:
		"Show how the mappings, scoping filters and attribute lists of the profile and of Entra's job differ, in both directions.",
	options: { json: flag("print the differences as JSON"), ...profileOptions },
	run: ({ json, ...flags }, { streams, withSession }) =>
		withSession(flags, (session) =>
			interruptible(streams.err, async (signal) => {
				const diff = await session.jobSchema.diff(signal);
				if (json) {
					streams.out(jsonLine({ type: "job-mapping", action: "diff", ...diff }));
					return exitCode.done;
				}
				printChangedByOthers(diff.changedByOthers, streams.err);
				if (diff.pull.length + diff.push.length === 0)
					streams.out(`The profile ${session.profile().name} and the job have the same rules.`);
				else {
					print("job mapping pull would change in the profile:", diff.pull, streams.out);
					print("job mapping push would change in the job:", diff.push, streams.out);
				}
				printNotes(diff.notes, streams.err);
				return exitCode.done;
			}),
		),
});

function print(title: string, changes: readonly RuleChange[], out: (line: string) => void): void {
	out(title);
	const lines = changes.flatMap(describeRuleChange);
	for (const line of lines.length === 0 ? ["nothing"] : lines) out(`  ${cleanText(line)}`);
}
